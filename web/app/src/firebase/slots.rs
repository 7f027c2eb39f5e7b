//! Listening to the slots of a service, however many of them there are.

use super::listener::{Delivery, callbacks};
use super::{Subscription, bindings, decode};
use chrono::NaiveDate;
use slotbook_contract::documents::SlotDocument;
use slotbook_contract::limits::LISTENER_LIMIT;
use slotbook_contract::{DateRange, ServiceId};
use slotbook_state::calendar::ListenTo;
use slotbook_state::partition::Partition;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen_futures::spawn_local;

/// The listeners on a range; they end when this is dropped.
pub struct SlotListeners {
    _shared: Rc<Shared>,
}

/// Listens to a range: with one listener, or with several if one may not have so many documents.
pub fn watch(
    service: &ServiceId,
    range: DateRange,
    listen_to: ListenTo,
    on_delivery: impl Fn(Delivery<SlotDocument>) + 'static,
) -> SlotListeners {
    let shared = Rc::new(Shared {
        service: service.clone(),
        changed_after: changed_after(listen_to),
        on_delivery: Box::new(on_delivery),
        partition: RefCell::new(Partition::new(range)),
        open: RefCell::new(Vec::new()),
        has_ended: Cell::new(false),
    });
    Shared::open(&shared, range);
    SlotListeners { _shared: shared }
}

struct Shared {
    service: ServiceId,
    changed_after: Option<f64>,
    on_delivery: Box<dyn Fn(Delivery<SlotDocument>)>,
    partition: RefCell<Partition>,
    open: RefCell<Vec<(DateRange, Subscription)>>,
    has_ended: Cell<bool>,
}

impl Shared {
    fn open(this: &Rc<Self>, part: DateRange) {
        let owner = Rc::downgrade(this);
        let callbacks = callbacks(decode::slots, move |delivery| {
            if let Some(this) = owner.upgrade() {
                Self::receive(&this, part, delivery);
            }
        });
        let end = bindings::watch_slots(
            this.service.as_str(),
            &part.from.to_string(),
            &part.to.to_string(),
            this.changed_after,
            LISTENER_LIMIT,
            &callbacks.delivered,
            &callbacks.ended,
        );
        this.open.borrow_mut().push((part, Subscription::new(end, callbacks)));
    }

    fn receive(this: &Rc<Self>, part: DateRange, delivery: Delivery<SlotDocument>) {
        let Delivery::Changed { changed, listening, full_at } = delivery else {
            return this.end();
        };
        this.partition.borrow_mut().record(part, listening);
        if let Some(last) = full_at {
            Self::split(this, part, last);
        }
        let listening = this.partition.borrow().listening();
        if !this.has_ended.get() {
            (this.on_delivery)(Delivery::Changed { changed, listening, full_at });
        }
    }

    /// Two listeners take the place of one that is full, as soon as it has delivered: it cannot be
    /// dropped while it calls.
    fn split(this: &Rc<Self>, part: DateRange, last: NaiveDate) {
        if let Some(halves) = this.partition.borrow_mut().split(part, last) {
            let this = Rc::downgrade(this);
            spawn_local(async move { Self::replace(&this, part, halves) });
        }
    }

    fn replace(this: &Weak<Self>, part: DateRange, halves: [DateRange; 2]) {
        if let Some(this) = this.upgrade() {
            this.open.borrow_mut().retain(|(range, _)| *range != part);
            for half in halves {
                Self::open(&this, half);
            }
        }
    }

    fn end(&self) {
        if !self.has_ended.replace(true) {
            (self.on_delivery)(Delivery::Ended);
        }
    }
}

/// Microseconds since the epoch, as a JavaScript number.
#[expect(clippy::cast_precision_loss, reason = "exact up to the year 2255")]
fn changed_after(listen_to: ListenTo) -> Option<f64> {
    match listen_to {
        ListenTo::ChangedAfter(instant) => Some(instant.timestamp_micros() as f64),
        ListenTo::WholeRange => None,
    }
}
