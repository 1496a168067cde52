import { appendFileSync, writeFileSync } from 'node:fs'
import { type Palette, plain } from '../../report/palette.ts'
import { formatDots } from '../../report/run/dot.ts'
import { formatAnnotations, formatStepSummary } from '../../report/run/github.ts'
import { runJson } from '../../report/run/json.ts'
import { formatListEntry, type ListOptions } from '../../report/run/list.ts'
import type { Interruption, Program, ScenarioEntry } from '../../report/run/run-report.ts'
import { formatSummary, type Rerun } from '../../report/run/summary.ts'
import { makeFolders, writing } from '../system-error.ts'
import { isContinuousIntegration, type Terminal } from '../terminal.ts'
import { UsageError } from '../usage-error.ts'
import type { ReporterChoice, ReporterName } from './reporter-choice.ts'

/** A reporter at work: told of each scenario when it has ended, and of the end of all. */
export interface Reporter {
  readonly entry: (entry: ScenarioEntry) => void
  readonly end: (
    entries: readonly ScenarioEntry[],
    interruption: Interruption | undefined,
  ) => void | Promise<void>
}

export interface ReportSettings {
  readonly program: Program
  readonly rerun: Rerun
  readonly list: Pick<ListOptions, 'story' | 'detail'>
  readonly routes: boolean
}

/** Where nobody looks at the terminal and the environment says CI, dots; else the list. */
export function defaultReporter(terminal: Terminal): ReporterChoice {
  const dots = isContinuousIntegration(terminal.environment) && !terminal.outIsTerminal
  return { name: dots ? 'dot' : 'list', file: undefined }
}

/** Data goes to stdout alone: beside JSON or XML there, what is said to people goes to stderr. */
export function startReporters(
  choices: readonly ReporterChoice[],
  settings: ReportSettings,
  terminal: Terminal,
): readonly Reporter[] {
  const data = choices.filter(({ name, file }) => file === undefined && isData(name))
  if (data.length > 1)
    throw new UsageError('only one of json, junit and svg can go to standard output: give the others a file')
  const words = data.length === 0 ? toStdout(terminal) : toStderr(terminal)
  return choices.map(({ name, file }) => {
    const place = file !== undefined ? toFile(file) : isData(name) ? toStdout(terminal) : words
    return reporter(name, place, settings, terminal)
  })
}

function isData(name: ReporterName): boolean {
  return name === 'json' || name === 'junit' || name === 'svg'
}

interface Place {
  readonly write: (text: string) => void
  readonly palette: Palette
  readonly columns: number
}

function toStdout(terminal: Terminal): Place {
  return { write: terminal.out, palette: terminal.outPalette, columns: terminal.columns }
}

function toStderr(terminal: Terminal): Place {
  return { write: terminal.talk, palette: terminal.talkPalette, columns: terminal.columns }
}

function toFile(file: string): Place {
  makeFolders([file])
  writing(file, () => writeFileSync(file, ''))
  return { write: (text) => append(file, text), palette: plain, columns: 100 }
}

function append(file: string, text: string): void {
  writing(file, () => appendFileSync(file, text))
}

function reporter(name: ReporterName, place: Place, settings: ReportSettings, terminal: Terminal): Reporter {
  switch (name) {
    case 'list':
      return listReporter(place, settings)
    case 'dot':
      return dotReporter(place, settings)
    case 'json':
      return atTheEnd((entries, interruption) => {
        const json = runJson(settings.program, entries, settings, interruption)
        place.write(`${JSON.stringify(json, undefined, 2)}\n`)
      })
    case 'junit':
      return atTheEnd(async (entries) => {
        const { formatJunit } = await import('../../report/run/junit.ts')
        place.write(`${formatJunit(entries)}\n`)
      })
    case 'svg':
      return atTheEnd(async (entries) => {
        const { runPicture } = await import('../../report/run/run-picture.ts')
        place.write(runPicture(entries))
      })
    case 'github':
      return atTheEnd((entries) => {
        place.write(formatAnnotations(entries))
        const summary = terminal.environment.GITHUB_STEP_SUMMARY
        if (summary !== undefined && summary !== '') append(summary, formatStepSummary(entries))
      })
    default:
      throw new Error(`no reporter ${name satisfies never}`)
  }
}

function atTheEnd(end: Reporter['end']): Reporter {
  return { entry: () => undefined, end }
}

function listReporter({ write, palette, columns }: Place, { list, rerun }: ReportSettings): Reporter {
  return {
    entry: (entry) => {
      const text = formatListEntry(entry, { palette, columns, ...list })
      if (text !== '') write(`${text}\n`)
    },
    end: (entries) => write(formatSummary(entries, rerun, palette)),
  }
}

function dotReporter({ write, palette, columns }: Place, { rerun }: ReportSettings): Reporter {
  return {
    entry: (entry) => write(formatDots(entry, palette)),
    end: (entries) => {
      const failures = entries
        .map((entry) => formatListEntry(entry, { palette, columns, story: false, detail: 'quiet' }))
        .filter((text) => text !== '')
      write(`\n\n${failures.map((text) => `${text}\n`).join('')}${formatSummary(entries, rerun, palette)}`)
    },
  }
}
