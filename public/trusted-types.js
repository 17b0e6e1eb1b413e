// The only scripts this page may ever load by address are its own service worker and nothing else; markup from strings is refused.
if (window.trustedTypes) {
  const worker = new URL('sw.js', document.baseURI).href;
  window.trustedTypes.createPolicy('default', {
    createScriptURL: (url) => (new URL(url, document.baseURI).href === worker ? url : null),
    createHTML: (html) => (html === '' ? '' : null),
    createScript: () => null,
  });
}
