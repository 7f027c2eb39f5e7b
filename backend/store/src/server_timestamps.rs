//! Fields that the server sets.

use firestore::{
    FirestoreFieldTransform, FirestoreFieldTransformType, FirestoreTransformServerValue,
};

/// A field set to the time at which the server takes the request.
pub fn request_time(field: &str) -> FirestoreFieldTransform {
    let now = FirestoreTransformServerValue::RequestTime;
    FirestoreFieldTransform::new(field.into(), FirestoreFieldTransformType::SetToServerValue(now))
}
