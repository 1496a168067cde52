import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

const idle: readonly { readonly files: RegExp; readonly instead: string }[] = [
  // JSON Schema, and colours for code.
  {
    files:
      /zod\/v4\/core\/(?:to-json-schema|json-schema-processors)\.js$|@babel\/helper-validator-identifier\/|js-tokens\//,
    instead: '() => () => {}',
  },
  // Tags, which a scenario file must not have, what YAML 1.1 took for a value, and a walk over tokens.
  { files: /yaml\/browser\/dist\/(?:schema\/(?:json|yaml-1\.1)\/(?!merge)|parse\/cst-visit)/, instead: '{}' },
  // Values that hold themselves, which no file of YAML can, masks of IPv6, which nobody writes, and patterns for them.
  { files: /zod\/v4\/core\/memoizer\.js$/, instead: '() => undefined' },
  {
    files: /netmask\/dist\/netmask6\.js$|ip-address\/dist\/v6\/regular-expressions\.js$/,
    instead: 'undefined',
  },
  // YAML out of values, since files are edited as the texts that they are; and values changed by those who ask for them.
  {
    files: /yaml\/browser\/dist\/(?:stringify\/|doc\/(?:createNode|anchors|applyReviver)\.js$)/,
    instead: "() => ''",
  },
  // The hash that names a file in a report, of which the page writes none.
  { files: /@noble\/hashes\/esm\/(?:sha2|utils)\.js$/, instead: "() => ''" },
]

/** In place of such a module: the same names, behind which nothing is done. */
export const withoutIdle: Plugin = {
  name: 'without-idle',
  enforce: 'pre',
  load: (id) => {
    const found = idle.find(({ files }) => files.test(id))
    if (found === undefined) return undefined
    const names = exportsOf(readFileSync(id, 'utf8'))
    return names.map((name) => `export const ${name} = ${found.instead}`).join('\n')
  },
}

function exportsOf(code: string): readonly string[] {
  const declared = code.matchAll(/^export (?:const|function|class) (\w+)/gm)
  const lists = code.matchAll(/^export \{[^}]+\}/gm)
  const listed = [...lists].flatMap(([list]) => [...list.matchAll(/(\w+)\s*[,}]/g)])
  return [...new Set([...declared, ...listed].flatMap(([, name]) => name ?? []))]
}
