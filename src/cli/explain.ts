import { existsSync } from 'node:fs'
import { rules } from '../expressroute/rules/all.ts'
import type { Rule } from '../expressroute/rules/rule.ts'
import type { Palette } from '../report/palette.ts'
import { formatPlan } from '../report/plan.ts'
import { longest, wrap, wrapParagraphs } from '../report/wrap.ts'
import { importRulePrefix, importRules, isImportRuleId } from '../scenario/azure/import-rules.ts'
import { loadScenario } from '../scenario/load.ts'
import { isSchemaRuleId, schemaRulePrefix, schemaRules } from '../scenario/schema-rules.ts'
import { didYouMean } from '../scenario/suggestion.ts'
import { buildTopology } from '../scenario/topology.ts'
import { type ExitCode, exitCodes } from './exit-code.ts'
import { standardInput } from './scenario-files.ts'
import { tellIssues } from './tell-issues.ts'
import { templatesOfRule } from './templates.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** What `explain` prints of one rule. */
interface Explanation {
  readonly heading: string
  readonly story: string
  readonly facts: readonly (readonly [string, string])[]
}

/**
 * `vmsee explain RULE`: what it says, why, what to do, and where that is written. `vmsee explain FILE`: what was
 * inferred from it. Without either, the list of all rules.
 */
export function explain(topic: string | undefined, terminal: Terminal): ExitCode {
  if (topic !== undefined && isFile(topic)) return explainFile(topic, terminal)
  if (topic === undefined) terminal.out(ruleList(terminal))
  else
    terminal.out(
      explanationsOf(topic)
        .map((found) => explanationText(found, terminal))
        .join('\n'),
    )
  return exitCodes.held
}

function isFile(topic: string): boolean {
  return topic === standardInput || /\.ya?ml$/i.test(topic) || existsSync(topic)
}

function explainFile(file: string, terminal: Terminal): ExitCode {
  const loaded = loadScenario(file)
  if (loaded.scenario === undefined) {
    tellIssues(loaded, terminal)
    return exitCodes.unusable
  }
  terminal.out(formatPlan(loaded.scenario, buildTopology(loaded.scenario)))
  return exitCodes.held
}

function explanationsOf(topic: string): readonly Explanation[] {
  const wanted = topic.toLowerCase()
  const shape = wanted.replace(schemaRulePrefix, '')
  if (isSchemaRuleId(shape)) return [explainShape(shape)]
  const imported = wanted.replace(importRulePrefix, '')
  if (isImportRuleId(imported)) return [explainImport(imported)]
  const found = rules.filter(({ id }) => id.toLowerCase() === wanted)
  if (found.length > 0) return withTemplates(found.map(explainRule), found[0]?.id ?? '')
  const typed = shape === wanted ? topic.toUpperCase() : wanted
  const suggestion = didYouMean(typed, knownIds())
  throw new UsageError(`no rule ${topic}; ${suggestion ?? 'vmsee explain lists them'}`)
}

/** One word on where it can be watched is enough, however many rules have the id. */
function withTemplates(explanations: readonly Explanation[], id: string): readonly Explanation[] {
  const names = templatesOfRule(id).map(({ name }) => name)
  const last = explanations.at(-1)
  if (names.length === 0 || last === undefined) return explanations
  const shown = `by ${names.join(', ')}: vmsee init my.yaml --template NAME`
  return [...explanations.slice(0, -1), { ...last, facts: [...last.facts, ['Shown', shown]] }]
}

function explainShape(id: keyof typeof schemaRules): Explanation {
  const { title, story } = schemaRules[id]
  const facts = [['Level', 'error, judged before anything runs']] as const
  return { heading: `${schemaRulePrefix}${id}  ${title}`, story, facts }
}

function explainImport(id: keyof typeof importRules): Explanation {
  const { title, story } = importRules[id]
  const facts = [['When', 'said by vmsee import, of the files of Azure']] as const
  return { heading: `${importRulePrefix}${id}  ${title}`, story, facts }
}

function explainRule(rule: Rule): Explanation {
  const when = rule.when === 'file' ? 'judged before anything runs' : 'carried out in the run and reported'
  const eras = rule.eras.length > 1 ? 'both eras' : `era ${rule.eras.join('')}`
  return {
    heading: `${rule.id}  ${rule.title}`,
    story: rule.story,
    facts: [
      ['Level', `${rule.level}, ${when}; ${eras}`],
      ['Fix', rule.remedy],
      ['Source', rule.source],
      ...(rule.assumption ? [['Note', 'a model assumption: inferred, not documented'] as const] : []),
    ],
  }
}

function explanationText({ heading, story, facts }: Explanation, terminal: Terminal): string {
  const { bold, dim }: Palette = terminal.outPalette
  const factLines = facts.flatMap(([label, text]) =>
    wrap(text, terminal.columns - 10).map(
      (line, index) => `  ${dim((index === 0 ? label : '').padEnd(8))}${line}`,
    ),
  )
  const storyLines = wrapParagraphs(story, terminal.columns - 2).map((line) =>
    line === '' ? '' : `  ${line}`,
  )
  return [bold(heading), '', ...storyLines, '', ...factLines, ''].join('\n')
}

function ruleList({ outPalette }: Terminal): string {
  const titles = new Map<string, string>()
  for (const { id, title } of rules) if (!titles.has(id)) titles.set(id, title)
  for (const [id, { title }] of Object.entries(schemaRules)) titles.set(schemaRulePrefix + id, title)
  for (const [id, { title }] of Object.entries(importRules)) titles.set(importRulePrefix + id, title)
  const width = longest([...titles.keys()])
  return [...titles].map(([id, title]) => `${outPalette.bold(id.padEnd(width))}  ${title}\n`).join('')
}

function knownIds(): readonly string[] {
  return [
    ...rules.map(({ id }) => id),
    ...Object.keys(schemaRules).map((id) => schemaRulePrefix + id),
    ...Object.keys(importRules).map((id) => importRulePrefix + id),
  ]
}
