import type { Rule } from '../../src/expressroute/rules/rule.ts'

/** The rules as a table of the README: a row for each rule, in the order of their ids. */
export function rulesTable(rules: readonly Rule[]): string {
  const rows = rules.toSorted(byId).map(({ id, level, when, eras, title, assumption }) => {
    const era = eras.length === 2 ? 'both' : eras.join()
    const remark = assumption ? `${title} (model assumption)` : title
    return `| ${id} | ${level} | ${when} | ${era} | ${remark} |`
  })
  return ['| id | level | met in the | era | rule |', '|---|---|---|---|---|', ...rows].join('\n')
}

function byId(a: Rule, b: Rule): number {
  return a.id.charCodeAt(0) - b.id.charCodeAt(0) || Number(a.id.slice(1)) - Number(b.id.slice(1))
}
