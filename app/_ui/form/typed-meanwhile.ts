type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Keeps what is typed into a form while its answer is under way: React resets a form when its action is done, to what was sent. By the controls' ids, as some are made anew with the answer. Returns what ends it. */
export function keepTypedMeanwhile(): () => void {
  const meanwhile = new WeakMap<HTMLFormElement, Map<string, string | boolean>>();
  const submitted = ({ target }: Event) => {
    if (target instanceof HTMLFormElement) meanwhile.set(target, new Map());
  };
  // in the order in which they were last touched: of radios the last one counts
  const typed = ({ target }: Event) => {
    const kept = isControl(target) && target.form ? meanwhile.get(target.form) : undefined;
    if (!kept || !isControl(target)) return;
    kept.delete(target.id);
    kept.set(target.id, isTicked(target) ? target.checked : target.value);
  };
  const reset = ({ target }: Event) => {
    if (!(target instanceof HTMLFormElement)) return;
    const kept = [...(meanwhile.get(target) ?? [])];
    meanwhile.delete(target);
    // the form sets its own values once this event is over
    queueMicrotask(() => {
      for (const [id, value] of kept) put(document.getElementById(id), value);
    });
  };
  const heard = { submit: submitted, input: typed, change: typed, reset };
  for (const [type, listener] of Object.entries(heard)) document.addEventListener(type, listener, true);
  return () => {
    for (const [type, listener] of Object.entries(heard)) document.removeEventListener(type, listener, true);
  };
}

function isControl(target: unknown): target is Control {
  return (
    target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement
  );
}

function isTicked(control: Control): control is HTMLInputElement {
  return control.type === 'checkbox' || control.type === 'radio';
}

function put(control: unknown, value: string | boolean): void {
  if (!isControl(control)) return;
  if (typeof value === 'string') control.value = value;
  else if (isTicked(control)) control.checked = value;
  control.dispatchEvent(new Event('input', { bubbles: true }));
}
