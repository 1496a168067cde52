import { posix } from 'node:path'
import test from 'ava'
import { selectionSteps } from '../src/bgp/decision/steps.ts'
import { profiles } from '../src/bgp/profiles.ts'
import { rules } from '../src/expressroute/rules/all.ts'
import { flowOutcomes } from '../src/sim/flow/flow.ts'
import { readProject } from './support/project-tree.ts'
import { rulesTable } from './support/rules-table.ts'
import { readSource } from './support/source-text.ts'

const project = readProject()
const documents = [...project].filter(([path]) => path.endsWith('.md'))
const coverage = project.get('docs/rfc-coverage.md') ?? ''
const assumptions = project.get('docs/model-assumptions.md') ?? ''

/** A session that falls with this was not Established, so no expectation can ask for it. */
const onlyBeforeEstablished = [
  "peer's OPEN refused",
  'a second OPEN while BFD is waited for',
  'BFD did not come up in ',
  'hold timer expired while waiting for BFD',
]

for (const [path, text] of documents) {
  test(`every link of ${path} leads somewhere`, (t) => {
    t.deepEqual(
      linksOf(text).filter((link) => !leadsSomewhere(path, link)),
      [],
    )
  })

  test(`every source, test and scenario that ${path} names is there`, (t) => {
    t.deepEqual(
      filesNamedIn(text).filter((file) => !isThere(file)),
      [],
    )
  })
}

test('every test that the coverage and the decisions quote is there', (t) => {
  const tests = [...project].filter(([path]) => path.endsWith('.test.ts')).map(([, text]) => text)
  const quotes = documents
    .filter(([path]) => path === 'docs/rfc-coverage.md' || path.startsWith('docs/decisions/'))
    .flatMap(([, text]) => [...text.matchAll(/“([^”]+)”/g)])
    .map(([, quote = '']) => quote.replace(/\s+/g, ' '))
  t.true(quotes.length > 30)
  t.deepEqual(
    quotes.filter((quote) => !tests.some((text) => text.includes(quote))),
    [],
  )
})

test('every row of the coverage has a state, and files where something is there', (t) => {
  const rows = [...coverage.matchAll(/^\| ([^|]+) \|([^|]*)\| (\w+) \| [^|]*\|$/gm)]
    .map(([, section = '', files = '', state = '']) => ({ section, files: filesNamedIn(files), state }))
    .filter(({ state }) => state !== 'state')
  const isRight = ({ files, state }: { files: readonly string[]; state: string }): boolean =>
    state === 'absent' || (/^(?:modelled|simplified)$/.test(state) && files.length > 0)
  t.true(rows.length > 60)
  t.deepEqual(
    rows.filter((row) => !isRight(row)).map(({ section }) => section),
    [],
  )
})

test('the table of switches says what the profiles say', (t) => {
  const names = ['rfc', 'frr', 'bird', 'gobgp', 'openbgpd', 'ios', 'msee'] as const
  const switches = Object.keys(profiles.rfc).filter((key) => key !== 'name')
  const rows = switches.map((key) => {
    const values = names.map((name) => shown(new Map(Object.entries(profiles[name])).get(key)))
    return `| \`${key}\` | ${values.join(' | ')} |`
  })
  t.deepEqual(
    rows.filter((row) => !coverage.includes(row)),
    [],
  )
})

test('the page on scenario files has every word for decidedBy, and every text for reason', (t) => {
  const page = project.get('docs/scenario-file.md') ?? ''
  const reasons = [...project]
    .filter(([path]) => path.startsWith('src/bgp/') || path === 'src/sim/sim-driver.ts')
    .flatMap(([, text]) => [...text.matchAll(/reason: (['`])(.+?)(?:: )?(?:\1|\$\{)/g)])
    .map(([, , reason = '']) => reason)
    .filter((reason) => !onlyBeforeEstablished.includes(reason))
  t.true(reasons.length > 8)
  t.deepEqual(
    [...selectionSteps.map(({ name }) => name), ...reasons].filter((word) => !page.includes(word)),
    [],
  )
})

test('the page on runs says what every outcome of a packet is', (t) => {
  const page = project.get('docs/run.md') ?? ''
  t.deepEqual(
    flowOutcomes.filter((outcome) => !page.includes(`| \`${outcome}\` |`)),
    [],
  )
})

test('every lesson and every feature of the overview has a row with something to run, in order', (t) => {
  const tables = (project.get('docs/lessons.md') ?? '').split('## Lessons that ask')[0] ?? ''
  const rows = [...tables.matchAll(/^\| (E?\d+) \| .*(?:\.yaml\)|`test\/rules`)/gm)].map(
    ([, number]) => number,
  )
  const upTo = (last: number): readonly string[] => Array.from({ length: last }, (_, index) => `${index + 1}`)
  t.deepEqual(rows, [...upTo(23), ...upTo(17).map((number) => `E${number}`)])
})

test('the table of rules in the README is what npm run rules writes', (t) => {
  t.true(project.get('README.md')?.includes(`\n\n${rulesTable(rules)}\n\n`))
})

test('every model assumption of the code has an entry that names its file', (t) => {
  const entries = assumptions.split(/^### /m).slice(1)
  const missing = [...project].flatMap(([path, text]) => {
    if (!path.startsWith('src/')) return []
    const comments = readSource(text).comments.filter((comment) => /model assumption/i.test(comment.text))
    const told = entries.filter((entry) => filesNamedIn(entry).includes(path)).length
    return told < comments.length ? [`${path}: ${comments.length} in the code, ${told} told`] : []
  })
  t.deepEqual(missing, [])
})

test('a link that leads nowhere, a file that is gone and a heading that was renamed are noticed', (t) => {
  t.false(leadsSomewhere('docs/rfc-coverage.md', 'nowhere.md'))
  t.false(leadsSomewhere('docs/rfc-coverage.md', 'model-assumptions.md#nobody-thought-of-it'))
  t.true(leadsSomewhere('docs/rfc-coverage.md', 'decisions/default-profile.md'))
  t.deepEqual(
    filesNamedIn('in `bgp/gone.ts`, by `npm test`, of `Speaker`').filter((file) => !isThere(file)),
    ['bgp/gone.ts'],
  )
})

function linksOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:\]\(|\bsrc(?:set)?=")([^)"\s]+)[)"]/g)]
    .map(([, link = '']) => link)
    .filter((link) => !/^(?:https?|mailto):/.test(link))
}

function leadsSomewhere(from: string, link: string): boolean {
  const [file = '', heading] = link.split('#')
  const path = file === '' ? from : posix.join(posix.dirname(from), file)
  const text = project.get(path)
  if (heading !== undefined) return text !== undefined && headingsOf(text).includes(heading)
  return (
    text !== undefined || [...project.keys()].some((other) => other.startsWith(`${path}/`)) || isOther(path)
  )
}

/** As GitHub makes anchors of headings. */
function headingsOf(text: string): readonly string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** What stands in the project without being read as text here. */
function isOther(path: string): boolean {
  return /^(?:LICENSE|docs\/pictures\/[\w.-]+\.(?:svg|webp)|schema\/[\w.-]+\.json|\.ci\/\w+|biome\.json|tsconfig\.json)$/.test(
    path,
  )
}

function filesNamedIn(text: string): readonly string[] {
  return [...text.matchAll(/`([\w-]+(?:\/[\w.-]+)+\.(?:ts|ya?ml|md))`/g)].map(([, file = '']) => file)
}

/** A file is named from the root, or by the end of its path. */
function isThere(file: string): boolean {
  return [...project.keys()].some((path) => path === file || path.endsWith(`/${file}`))
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ')
  if (value === undefined) return 'none'
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)
}
