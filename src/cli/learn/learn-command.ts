import type { Command } from 'commander'
import type { Surroundings } from '../command-surroundings.ts'
import * as help from '../help.ts'
import { readSeed, readSmallCount } from '../option-values.ts'
import type { LearnOptions } from './learn.ts'

export function addLearn(top: Command, { terminal, finish }: Surroundings): void {
  top
    .command('learn [lessons...]')
    .summary('learn by questions that the runs of a lesson answer')
    .description(
      'Walks through a lesson: a story, a question to commit to, then the run that answers it, and why. A lesson is a file, or the name or number of one that comes with vmsee; without any these are listed. The options are for teachers: they take folders and patterns too, and without a lesson are about all that come with vmsee.',
    )
    .option('--answers', 'each question with what is right, and what was measured')
    .option(
      '--check',
      'whether each lesson is sound: exactly one choice of each round is right, the others wrong',
    )
    .option('--sheet', 'to be printed, as Markdown; with --answers what is right too')
    .option('--round <number>', 'the scenario file that this round is', readSmallCount)
    .option('--quiz', 'in place of a lesson: which route wins, again and again, and why')
    .option('--seed <number>', 'with --quiz: other questions; 1 where it is left out', readSeed)
    .option('--json', 'questions and answers as JSON')
    .addHelpText('before', help.learnExamples)
    .action(async (words: readonly string[], options: LearnOptions) => {
      const { learn } = await import('./learn.ts')
      finish(await learn(words, options, terminal))
    })
}
