// Reads a service from Firestore if the API cannot be reached.

import { firestore } from "./firestore.js";

/** Resolves to the service with its provider's name as JSON, or to null if it is not offered. */
export async function readService(serviceId) {
  const { sdk, db } = await firestore();
  const service = (await sdk.getDoc(sdk.doc(db, "services", serviceId))).data();
  if (!service?.is_active) return null;
  const provider = await sdk.getDoc(sdk.doc(db, "providers", service.provider_id));
  return JSON.stringify({ ...service, provider_name: provider.data()?.display_name ?? "" });
}
