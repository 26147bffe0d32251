/** Makes a node like another and changes nothing else: what is open stays open, what has focus keeps it. Children with data-key are found by it wherever they stand, others by their order. Within data-steady they stay in the order in which they stand, so that nothing moves from under a finger. Runs in browsers, also as text: it uses nothing from outside itself. */
export function morph(node: Node, wanted: Node): void {
  if (node.isEqualNode(wanted)) return;
  if (!(node instanceof Element) || !(wanted instanceof Element)) {
    if (node.nodeValue !== wanted.nodeValue) node.nodeValue = wanted.nodeValue;
    return;
  }
  for (const { name } of [...node.attributes])
    if (!wanted.hasAttribute(name) && name !== 'open' && name !== 'title') node.removeAttribute(name);
  for (const { name, value } of wanted.attributes)
    if (node.getAttribute(name) !== value) node.setAttribute(name, value);
  const keyOf = (each: Node) => (each instanceof Element ? each.getAttribute('data-key') : null);
  const byKey = new Map([...node.childNodes].flatMap((each) => (keyOf(each) ? [[keyOf(each), each] as const] : [])));
  let likes = [...wanted.childNodes];
  if (node.hasAttribute('data-steady')) {
    const places = new Map([...byKey.keys()].map((key, at) => [key, at]));
    let last = -1;
    const placed = likes.map((like) => {
      last = places.get(keyOf(like)) ?? last;
      return { like, at: last };
    });
    likes = placed.sort((a, b) => a.at - b.at).map(({ like }) => like);
  }
  let next = node.firstChild;
  for (const like of likes) {
    const key = keyOf(like);
    const fits = next !== null && keyOf(next) === key && next.nodeName === like.nodeName;
    const found: ChildNode | undefined = fits && next ? next : key ? byKey.get(key) : undefined;
    if (!found) node.insertBefore(document.importNode(like, true), next);
    else {
      if (found === next) next = next.nextSibling;
      else node.insertBefore(found, next);
      morph(found, like);
    }
  }
  while (next) {
    const after: ChildNode | null = next.nextSibling;
    next.remove();
    next = after;
  }
}
