/** `npm run rules`: writes the table of rules into the README. */
import { readFileSync, writeFileSync } from 'node:fs'
import { rules } from '../../src/expressroute/rules/all.ts'
import { rulesTable } from './rules-table.ts'

const text = readFileSync('README.md', 'utf8')
const start = text.indexOf('| id | level |')
const end = text.indexOf('\n\n', start)
if (start < 0 || end < 0) throw new Error('the README has no table of rules')
writeFileSync('README.md', `${text.slice(0, start)}${rulesTable(rules)}${text.slice(end)}`)
