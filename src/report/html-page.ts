/** A page that stands by itself: no script, nothing asked of anybody, and colours that only repeat what signs say. */
export function page(title: string, body: readonly string[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    ...body,
    '</body>',
    '</html>',
    '',
  ].join('\n')
}

const style = [
  ':root{color-scheme:light dark}',
  'body{font:15px/1.5 system-ui,sans-serif;margin:2rem;max-width:110rem}',
  'h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}',
  '.wide{overflow-x:auto}',
  'table{border-collapse:collapse}',
  'th,td{border:1px solid #8888;padding:.15rem .45rem;text-align:left;font-weight:normal;white-space:nowrap}',
  'thead th{font-weight:bold}',
  '.matrix td{text-align:center;font-variant-numeric:tabular-nums}',
  '.broken{background:#e6a70033}.lost{background:#d1242f33;font-weight:bold}',
].join('')

const entities: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
])

/** Text as it may stand in an element or in an attribute between double quotes. */
export function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => entities.get(character) ?? character)
}
