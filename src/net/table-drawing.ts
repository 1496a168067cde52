import { type Family, families } from './address.ts'
import { prefixAt } from './packed-prefixes.ts'
import { formatPrefix } from './prefix-text.ts'
import type { RouteTable } from './route-table.ts'
import { type DrawnNode, nodesOf } from './trie/drawn-nodes.ts'

/**
 * The table as text, for small ones: a line for each node of its tries, with the five bits that it stands for, and
 * the routes that end in it.
 *
 *     ipv4: 3 routes in 4 nodes
 *     0.0.0.0/0          0.0.0.0/0 "default"
 *     └ 8.0.0.0/5        10.0.0.0/8 "site"
 *       └ 10.0.0.0/10
 *         └ 10.0.0.0/15  10.1.0.0/16 "office"
 */
export function drawTable<Value>(table: RouteTable<Value>): string {
  return families
    .filter((family) => table.count(family) > 0)
    .map((family) => drawFamily(table, family))
    .join('\n')
}

function drawFamily<Value>(table: RouteTable<Value>, family: Family): string {
  const nodes = nodesOf(table.tree(family))
  const names = nodes.map((node) => `${indent(node)}${nameOf(family, node.key)}`)
  const width = names.reduce((widest, name) => Math.max(widest, name.length), 0)
  const lines = nodes.map((node, index) => {
    const routes = node.routes.map(
      ({ key, value }) => `${nameOf(family, key)} ${shown(table.valueAt(value))}`,
    )
    return `${(names[index] ?? '').padEnd(width)}  ${routes.join(', ')}`.trimEnd()
  })
  const count = table.count(family)
  const head = `${family}: ${count} ${count === 1 ? 'route' : 'routes'} in ${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`
  return [head, ...lines, ''].join('\n')
}

function nameOf(family: Family, key: Uint32Array): string {
  return formatPrefix(prefixAt(family, key, 0))
}

function indent({ level }: DrawnNode): string {
  return level === 0 ? '' : `${'  '.repeat(level - 1)}└ `
}

/** Texts in quotes, plain values as JSON has them, and anything else as it calls itself. */
function shown(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? String(value))
}
