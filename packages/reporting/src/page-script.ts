/**
 * What a page does when it is opened: narrows its list by the form `#filters` and opens the entry that the address
 * names. Rows may be in a fold, which is open while the list is narrowed. A row has a `data-` attribute for each field of the form but `text`; a button with such attributes shows
 * what has these values. It is written into the page by its source text, so it must not refer to anything outside
 * itself.
 */
function startPage(): void {
  const form = document.querySelector<HTMLFormElement>('#filters');
  const status = document.querySelector<HTMLElement>('#shown');
  const nothing = document.querySelector<HTMLElement>('#nothing');
  if (!form || !status || !nothing) return;
  const noun = status.dataset.noun ?? 'results';
  const rows = [...document.querySelectorAll<HTMLDetailsElement>('details.result')];
  const folds = [...document.querySelectorAll<HTMLDetailsElement>('details.fold')];
  const groups = [...document.querySelectorAll<HTMLElement>('section.group')];
  const texts = new Map(rows.map((row) => [row, (row.textContent ?? '').toLowerCase().replace(/\s+/g, ' ')]));
  const fields = [...form.elements].flatMap((field) =>
    field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && field.type === 'checkbox')
      ? [field]
      : [],
  );
  const names = [...new Set(fields.map((field) => field.name))];

  const apply = (): void => {
    const data = new FormData(form);
    const words = String(data.get('text') ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean);
    const accepts = (name: string, values: string | undefined) => {
      const wanted = data.getAll(name).filter((entry) => entry !== '');
      const has = (values ?? '').split(' ');
      return wanted.length === 0 || wanted.some((value) => has.includes(String(value)));
    };
    let shown = 0;
    for (const row of rows) {
      const matches =
        names.every((name) => accepts(name, row.dataset[name])) &&
        words.every((word) => texts.get(row)?.includes(word));
      row.hidden = !matches;
      if (matches) shown += 1;
    }
    const isFiltered = shown !== rows.length;
    for (const fold of folds) {
      fold.hidden = !fold.querySelector('details.result:not([hidden])');
      // What was found is shown; what is folded for its length is folded again.
      fold.open = isFiltered;
    }
    for (const group of groups) group.hidden = !group.querySelector('details.result:not([hidden])');
    status.textContent = isFiltered ? `${shown} of ${rows.length} ${noun}` : `${shown} ${noun}`;
    nothing.hidden = shown > 0;
    document.documentElement.toggleAttribute('data-filtered', isFiltered);
  };

  const select = (name: string, value: string): void => {
    for (const field of fields) {
      if (field.name !== name) continue;
      if (field instanceof HTMLSelectElement) field.value = value;
      else field.checked = field.value === value;
    }
  };

  const openNamed = (): void => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!(row instanceof HTMLDetailsElement)) return;
    if (row.hidden) {
      form.reset();
      apply();
    }
    row.closest<HTMLDetailsElement>('details.fold')?.toggleAttribute('open', true);
    row.open = true;
    row.scrollIntoView();
  };

  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button) return;
    const chosen = names.filter((name) => button.dataset[name] !== undefined);
    if (button.dataset.clear === undefined && chosen.length === 0) return;
    form.reset();
    for (const name of chosen) select(name, button.dataset[name] ?? '');
    apply();
    if (chosen.length > 0) document.querySelector('#results')?.scrollIntoView();
  });
  window.addEventListener('hashchange', openNamed);
  apply();
  openNamed();
}

/** The script of every page, as text. */
export const pageScript = `(${startPage.toString()})();`;
