import type { Command } from 'commander'
import type { Surroundings } from './command-surroundings.ts'
import * as help from './help.ts'
import type { LearnOptions } from './learn.ts'

export function addLearn(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('learn [lessons...]')
    .summary('check the questions of a lesson by its runs')
    .description(
      'Runs every round of a lesson and judges its choices: exactly one must be right, and nothing open about the others. A lesson is a file, or the name or number of one that comes with vmsee; without any it is all of these.',
    )
    .option('--check', 'whether each lesson is sound, in a line')
    .option('--answers', 'each question with what the run passes, and what was measured')
    .addHelpText('before', help.learnExamples)
    .action(async (words: readonly string[], options: LearnOptions) => {
      const { learn } = await import('./learn.ts')
      finish(learn(words, options, terminal))
    })
}
