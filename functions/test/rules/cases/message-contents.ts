import { limits, userMessage } from '../../../src/contracts/index.ts';
import type { Fields } from '../../support/rules.ts';
import { newCorrection, newMessage, newReply } from '../documents.ts';
import type { Case } from './case.ts';
import { create } from './create-message.ts';

const max = limits.messageLength;
const isInContract = (content: string) => userMessage.shape.content.safeParse(content).success;

const LONG_ENOUGH: Readonly<Record<string, string>> = {
  '1 character': 'x',
  'several lines': '\n\n First\r\nsecond\n',
  'as long as the contract allows': 'x'.repeat(max),
  'that long in emoji': '🙂'.repeat(max),
  'that long, with emoji at the border': `${'x'.repeat(max - 1)}🙂`,
  'that long in letters of three bytes': '語'.repeat(max),
  'that long, one word among white space': `${' '.repeat(max - 1)}x`,
  'that long, one word among line breaks': `${'\n'.repeat(max - 1)}x`,
};
const TOO_LONG: Readonly<Record<string, string>> = {
  'one too long': 'x'.repeat(max + 1),
  'one too long in emoji': '🙂'.repeat(max + 1),
  'one too long, with emoji at the border': `${'x'.repeat(max)}🙂`,
};
const NOTHING_TO_READ: Readonly<Record<string, string>> = {
  nothing: '',
  spaces: '   ',
  'tabs and line breaks': '\t\r\n',
  'as much white space as is allowed': ' '.repeat(max),
};

const contents = (about: string, form: Fields): Case[] => [
  ...Object.entries(LONG_ENOUGH).map(([name, content]) =>
    create(about, name, true, { ...form, content }, isInContract(content)),
  ),
  ...Object.entries(TOO_LONG).map(([name, content]) =>
    create(about, name, false, { ...form, content }, isInContract(content)),
  ),
  ...Object.entries(NOTHING_TO_READ).map(([name, content]) =>
    create(about, name, false, { ...form, content }, content.trim() !== ''),
  ),
  ...[0x00, 0x01, 0x200b, 0x2060, 0xad, 0x0300].map((code) => {
    const content = String.fromCodePoint(code);
    return create(
      about,
      `character ${code}, which trim() leaves`,
      true,
      { ...form, content },
      content.trim() !== '',
    );
  }),
];

export const replyContents: readonly Case[] = contents('the content of a reply', newReply());

const ANSWERS: readonly (readonly [name: string, answer: string, allowed: boolean])[] = [
  ['as long as the contract allows', 'x'.repeat(limits.answerLength), true],
  ['that long in emoji', '🙂'.repeat(limits.answerLength), true],
  ['several lines', '\n\n First\r\nsecond\n', true],
  ['one too long', 'x'.repeat(limits.answerLength + 1), false],
  ['one too long in emoji', '🙂'.repeat(limits.answerLength + 1), false],
  ['nothing', '', false],
  ['spaces', '   ', false],
];
const { correct } = newCorrection();

export const messageContents: readonly Case[] = [
  ...contents('the content of a plain message', newMessage()),
  ...ANSWERS.map(([name, answer, allowed]) =>
    create('the answer of a correction', name, allowed, {
      ...newCorrection(),
      correct: { ...correct, answer },
    }),
  ),
];
