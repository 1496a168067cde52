import { type Command, InvalidArgumentError } from 'commander'
import type { Surroundings } from '../command-surroundings.ts'
import * as help from '../help.ts'
import type { ServeOptions } from './serve.ts'

const usualPort = 8271

export function addServe(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('serve [file]')
    .summary('watch BGP fail over in a browser, and turn time back')
    .description(
      'Shows a scenario as a page in which the network runs: time can be played, stepped and turned back, cables cut, and every route asked why it won. The page is for this machine alone, and opens a file anew when that changes. The lessons that come with vmsee can be chosen in it; without a file it begins with one of them.',
    )
    .option('--port <number>', 'where; 0 for any that is free', readPort, usualPort)
    .addHelpText('before', help.serveExamples)
    .action(async (file: string | undefined, options: ServeOptions) => {
      const { serve } = await import('./serve.ts')
      finish(await serve(file, options, terminal))
    })
}

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (port <= 65535) return port
  throw new InvalidArgumentError('Must be a port, from 0 to 65535.')
}
