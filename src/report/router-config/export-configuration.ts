import { wrap } from '../wrap.ts'
import { birdExport } from './bird.ts'
import type { ExportTarget } from './export-targets.ts'
import type { ExportedRouter } from './exported-router.ts'
import { frrExport } from './frr.ts'
import { iosExport } from './ios.ts'
import { junosExport } from './junos.ts'
import type { WrittenConfiguration } from './written-configuration.ts'

interface Target {
  readonly title: string
  /** What the program calls its ports, the first of them. */
  readonly firstPort: string
  readonly comment: (line: string) => string
  readonly write: (router: ExportedRouter) => WrittenConfiguration
}

const targets: Readonly<Record<ExportTarget, Target>> = {
  ios: {
    title: 'Cisco IOS',
    firstPort: 'GigabitEthernet0/0',
    comment: (line) => `! ${line}`,
    write: iosExport,
  },
  junos: { title: 'Junos', firstPort: 'ge-0/0/0', comment: (line) => `/* ${line} */`, write: junosExport },
  frr: { title: 'FRR', firstPort: 'eth0', comment: (line) => `! ${line}`, write: frrExport },
  bird: { title: 'BIRD 2', firstPort: 'eth0', comment: (line) => `# ${line}`, write: birdExport },
}

export interface ExportedConfiguration {
  readonly text: string
  /** What the configuration does not say of the scenario; it has them as comments too. */
  readonly notes: readonly string[]
}

const lineWidth = 100

/** A router's configuration in its maker's words, with what could not be said in its head. */
export function exportConfiguration(router: ExportedRouter, target: ExportTarget): ExportedConfiguration {
  const { title, firstPort, comment, write } = targets[target]
  const { lines, notes } = write(router)
  const head = [
    `${router.name} for ${title}, by vmsee export: ${router.title}`,
    ...router.ports.map(({ cable }, port) => {
      return `${firstPort.replace(/0$/, String(port))} stands for the port of ${cable}: give it the name of yours`
    }),
    ...(router.sites.length === 0
      ? []
      : [`Behind it: ${router.sites.join(', ')}; the way there is yours to route`]),
    ...notes.map((note) => `Not said: ${note}`),
  ]
  const comments = head.flatMap((line) => wrap(line, lineWidth)).map((line) => comment(safe(line)))
  return { text: [...comments, ...lines, ''].join('\n'), notes }
}

/** A title is anybody's text, and must not end a comment. */
function safe(line: string): string {
  return line.replaceAll('*/', '* /')
}
