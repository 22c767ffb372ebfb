// What a component makes of its root element, made once and kept for as long as the root is on
// the page. Streamlit calls a component for each message, and its clean-up not only in the end but
// also for a message that the next one has overtaken: then the root is still there.
function lasting(create) {
  return ({ data, parentElement, setTriggerValue }) => {
    const root = parentElement.querySelector(".mount");
    root.made ??= create(root);
    root.made.receive(data, setTriggerValue);
    return () => root.isConnected || root.made.dispose?.();
  };
}
