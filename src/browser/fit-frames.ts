/** Makes pictures that are wider than their place smaller, as a whole: an email is laid out for the width it was asked to have. */
export function fitFrames(): void {
  for (const fit of document.querySelectorAll<HTMLElement>('.fit')) {
    const scale = Math.min(1, fit.clientWidth / Number(fit.dataset.width ?? 640));
    fit.style.setProperty('--scale', scale.toFixed(4));
  }
}
