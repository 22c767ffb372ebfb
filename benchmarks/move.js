// Moves a slider by some way; window.release lets it go.
(slider) => {
  slider.value = slider.value > 0.5 ? slider.value - 0.2 : Number(slider.value) + 0.2;
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  // The hand rests a moment before it lets go.
  window.release = () => slider.dispatchEvent(new Event("change", { bubbles: true }));
}
