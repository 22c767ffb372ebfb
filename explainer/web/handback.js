// Remembers what a session tells. A session that is new here is handed what the one before it told.

import { recall, remember } from "./memory.js";

export default function handBack({ data: { name, session, record }, setTriggerValue }) {
  const met = (window.explainerSessions ??= {}); // by name, the one that was heard last
  const known = recall(name);
  const isNew = met[name] !== session;
  met[name] = session;
  if (isNew && known !== null) setTriggerValue("back", known);
  else remember(name, record);
}
