/** Style and script of the documentation page, as text: the page is served from memory and its CSP names their hashes. */

export const docsStyle = `
:root { color-scheme: dark light; font: 15px/1.5 system-ui, "Noto Sans TC", "Noto Sans CJK TC", sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 1.5rem; background: light-dark(#fbfbfc, #15171c); color: light-dark(#1c1f26, #dfe3ea); }
header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; margin-bottom: 1rem; }
header h1 { margin: 0; font-size: 1.4rem; }
header p { flex-basis: 100%; margin: 0; color: light-dark(#555c69, #9aa3b2); }
input, select, textarea, button { font: inherit; color: inherit; background: light-dark(#fff, #1e2128); border: 1px solid light-dark(#c9ced8, #3a404c); border-radius: 6px; padding: .25rem .5rem; }
textarea { width: 100%; box-sizing: border-box; font-family: ui-monospace, monospace; font-size: 13px; }
button { cursor: pointer; }
:focus-visible { outline: 2px solid #4c8dff; outline-offset: 1px; }
h2 { font-size: 1rem; margin: 1.5rem 0 .5rem; color: light-dark(#555c69, #9aa3b2); }
details { border: 1px solid light-dark(#dde1e8, #2b303a); border-radius: 8px; margin: .4rem 0; padding: .5rem .8rem; }
summary { cursor: pointer; }
summary code { font-weight: 600; }
.method { display: inline-block; min-width: 3.2rem; font-weight: 700; font-size: 12px; }
.GET { color: light-dark(#0b6b3a, #53c58a); } .POST { color: light-dark(#0a55b5, #6aa7ff); }
label { display: inline-flex; gap: .4rem; align-items: center; margin: .2rem .8rem .2rem 0; }
table { border-collapse: collapse; width: 100%; margin: .6rem 0; } td { border-top: 1px solid light-dark(#e4e7ed, #2b303a); padding: .25rem .6rem .25rem 0; vertical-align: top; }
pre { overflow: auto; max-height: 24rem; background: light-dark(#f0f2f5, #1b1e25); border-radius: 6px; padding: .6rem; font-size: 13px; white-space: pre-wrap; overflow-wrap: anywhere; }
`;

export const docsScript = `
const byId = (id) => document.getElementById(id);
const make = (tag, className, text) => Object.assign(document.createElement(tag), { className: className ?? '', textContent: text ?? '' });

function example(schema) {
  if (schema?.default !== undefined) return schema.default;
  if (schema?.enum) return schema.enum[0];
  switch (schema?.type) {
    case 'object': return Object.fromEntries((schema.required ?? []).map((name) => [name, example(schema.properties[name])]));
    case 'array': return [example(schema.items)];
    case 'integer': case 'number': return 0;
    case 'boolean': return false;
    default: return schema?.format === 'date-time' ? new Date().toISOString() : '';
  }
}

function show(path, method, operation) {
  const box = make('details');
  const head = make('summary');
  head.append(make('span', 'method ' + method.toUpperCase(), method.toUpperCase()), make('code', '', path), ' ', operation.summary);
  box.append(head);
  const form = make('div');
  const inputs = operation.parameters.map((parameter) => {
    const label = make('label', '', parameter.name + (parameter.required ? ' *' : ''));
    const input = make('input');
    input.placeholder = parameter.schema.default === undefined ? '' : String(parameter.schema.default);
    label.append(input);
    form.append(label);
    return { parameter, input };
  });
  const bodySchema = operation.requestBody?.content['application/json'].schema;
  const body = make('textarea');
  if (bodySchema) {
    body.rows = 6;
    body.value = JSON.stringify(example(bodySchema), null, 2);
    body.setAttribute('aria-label', 'JSON');
    form.append(body);
  }
  const send = make('button', '', '送出 Send');
  const answer = make('pre');
  answer.hidden = true;
  send.addEventListener('click', async () => {
    let url = path;
    const query = new URLSearchParams();
    for (const { parameter, input } of inputs) {
      if (parameter.in === 'path') url = url.replace('{' + parameter.name + '}', encodeURIComponent(input.value));
      else if (input.value !== '') query.set(parameter.name, input.value);
    }
    if (query.size > 0) url += '?' + query;
    const headers = { 'x-api-key': byId('key').value, 'accept-language': byId('language').value };
    if (bodySchema) headers['content-type'] = 'application/json';
    answer.hidden = false;
    answer.textContent = '…';
    try {
      const stop = new AbortController();
      const response = await fetch(url, { method: method.toUpperCase(), headers, body: bodySchema ? body.value : undefined, signal: stop.signal });
      answer.textContent = response.status + ' ' + response.statusText + '\\n';
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let text = '';
      for (let part = await reader.read(); !part.done; part = await reader.read()) {
        text += part.value;
        answer.textContent = response.status + ' ' + response.statusText + '\\n' + text;
        if (text.length > 100000) { stop.abort(); break; }
      }
      try { answer.textContent = response.status + '\\n' + JSON.stringify(JSON.parse(text), null, 2); } catch {}
    } catch (error) {
      answer.textContent += '\\n' + error;
    }
  });
  const answers = make('table');
  for (const [status, { description }] of Object.entries(operation.responses)) {
    const row = make('tr');
    row.append(make('td', '', status), make('td', '', description));
    answers.append(row);
  }
  box.append(form, send, answer, answers);
  return box;
}

fetch('/openapi.json').then((response) => response.json()).then(({ info, tags, paths }) => {
  byId('about').textContent = info.description + ' v' + info.version;
  for (const tag of tags) {
    byId('operations').append(make('h2', '', tag.name + ': ' + tag.description));
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(methods)) {
        if (operation.tags.includes(tag.name)) byId('operations').append(show(path, method, operation));
      }
    }
  }
});
`;
