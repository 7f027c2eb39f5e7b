//! The functions of `js/`, as they are.

use js_sys::Function;
use wasm_bindgen::prelude::*;

#[wasm_bindgen(module = "#js/auth.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchAccount)]
    pub fn watch_account(
        on_account: &Closure<dyn FnMut(Option<String>)>,
        on_failure: &Closure<dyn FnMut(String)>,
    ) -> Function;

    #[wasm_bindgen(js_name = prepareSignIn)]
    pub fn prepare_sign_in();

    #[wasm_bindgen(js_name = signIn, catch)]
    pub async fn sign_in(email: &str, password: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = signUp, catch)]
    pub async fn sign_up(email: &str, password: &str, name: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = signInWithGoogle, catch)]
    pub async fn sign_in_with_google() -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = sendReset, catch)]
    pub async fn send_reset(email: &str) -> Result<(), JsValue>;

    #[wasm_bindgen(js_name = signOut, catch)]
    pub async fn sign_out() -> Result<(), JsValue>;

    #[wasm_bindgen(js_name = idToken, catch)]
    pub async fn id_token(anew: bool) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "#js/services.js")]
extern "C" {
    #[wasm_bindgen(js_name = readService, catch)]
    pub async fn read_service(service_id: &str) -> Result<JsValue, JsValue>;
}

#[wasm_bindgen(module = "#js/bookings.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchOwnBookings)]
    pub fn watch_own_bookings(
        user_id: &str,
        most: u32,
        on_delivery: &Closure<dyn FnMut(String, bool, Option<String>)>,
        on_end: &Closure<dyn FnMut()>,
    ) -> Function;

    #[wasm_bindgen(js_name = earlierBookings, catch)]
    pub async fn earlier_bookings(
        user_id: &str,
        created_at_micros: f64,
        booking_id: &str,
        most: u32,
    ) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = watchConfirmations)]
    pub fn watch_confirmations(
        user_id: &str,
        booking_ids: Vec<JsValue>,
        on_delivery: &Closure<dyn FnMut(String, bool, Option<String>)>,
        on_end: &Closure<dyn FnMut()>,
    ) -> Function;
}

#[wasm_bindgen(module = "#js/bookings_with.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchBookingsWith)]
    pub fn watch_bookings_with(
        provider_id: &str,
        from: &str,
        to: &str,
        most: u32,
        on_delivery: &Closure<dyn FnMut(String, bool, Option<String>)>,
        on_end: &Closure<dyn FnMut()>,
    ) -> Function;
}

#[wasm_bindgen(module = "#js/slots.js")]
extern "C" {
    #[wasm_bindgen(js_name = watchSlots)]
    pub fn watch_slots(
        service_id: &str,
        from: &str,
        to: &str,
        changed_after: Option<f64>,
        most: u32,
        on_delivery: &Closure<dyn FnMut(String, bool, Option<String>)>,
        on_end: &Closure<dyn FnMut()>,
    ) -> Function;
}
