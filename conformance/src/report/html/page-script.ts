/**
 * What the page does when it is opened: filters results and opens the one that the address names. It is written
 * into the page by its source text, so it must not refer to anything outside itself.
 */
export function startPage(): void {
  const form = document.querySelector<HTMLFormElement>('#filters');
  const status = document.querySelector<HTMLElement>('#shown');
  const nothing = document.querySelector<HTMLElement>('#nothing');
  if (!form || !status || !nothing) return;
  const rows = [...document.querySelectorAll<HTMLDetailsElement>('details.result')];
  const groups = [...document.querySelectorAll<HTMLElement>('section.area')];
  const texts = new Map(rows.map((row) => [row, (row.textContent ?? '').toLowerCase().replace(/\s+/g, ' ')]));

  const apply = (): void => {
    const data = new FormData(form);
    const words = String(data.get('text') ?? '')
      .toLowerCase()
      .split(/\s+/)
      .filter(Boolean);
    const accepts = (name: string, value: string | undefined) => {
      const wanted = data.getAll(name).filter((entry) => entry !== '');
      return wanted.length === 0 || wanted.includes(value ?? '');
    };
    let shown = 0;
    for (const row of rows) {
      const matches =
        accepts('area', row.dataset.area) &&
        accepts('level', row.dataset.level) &&
        accepts('verdict', row.dataset.verdict) &&
        words.every((word) => texts.get(row)?.includes(word));
      row.hidden = !matches;
      if (matches) shown += 1;
    }
    for (const group of groups) group.hidden = !group.querySelector('details.result:not([hidden])');
    status.textContent = shown === rows.length ? `${shown} results` : `${shown} of ${rows.length} results`;
    nothing.hidden = shown > 0;
    document.documentElement.toggleAttribute('data-filtered', shown !== rows.length);
  };

  const select = (name: string, value: string): void => {
    for (const field of form.elements) {
      if (field instanceof HTMLSelectElement && field.name === name) field.value = value;
      if (field instanceof HTMLInputElement && field.name === name) field.checked = field.value === value;
    }
  };

  const openNamed = (): void => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!(row instanceof HTMLDetailsElement)) return;
    if (row.hidden) {
      form.reset();
      apply();
    }
    row.open = true;
    row.scrollIntoView();
  };

  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  document.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (!button) return;
    if (button.dataset.clear !== undefined) {
      form.reset();
      apply();
    } else if (button.dataset.area !== undefined) {
      form.reset();
      select('area', button.dataset.area);
      select('level', button.dataset.level ?? '');
      apply();
      document.querySelector('#results')?.scrollIntoView();
    }
  });
  window.addEventListener('hashchange', openNamed);
  apply();
  openNamed();
}
