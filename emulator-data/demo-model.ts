// The scripted demo model: an OpenAI-compatible server that plays Mother and her agents while no real model is set.
//
// It remembers nothing. Each answer is computed from its request alone, so any number of chats can be played at once,
// and the same request always gets the same answer. Within a scene any wording works, and what the person says comes
// back in the result. The scenes, by what the person says:
//
//   What can you do for me? · Hello · Thanks · Who are you?   a direct answer with a list
//   Show me a table · Show me code                            a direct answer with a table or a code block
//   Plan a call with the design team                          Planner asks for the time zone, looks up the time there
//   My hourly rate is 80 euros. Estimate a website of         Estimator asks for the rate, Mother answers from what was
//     24 hours                                                said. Without a rate, or without hours: the person is asked
//   Write an announcement: we move                            Writer asks who it is for, with options
//   Plan the launch call and write the announcement for it    two agents at once; both ask, in any order of answers
//   … “Our team in Berlin” as the answer                      it fits both: she asks which, with a button for each
//   … “Oslo for Planner and guests for Writer”                each gets its part
//   Plan the launch call and write an invitation for          two agents ask the same: it is asked once, and answered
//     our customers with the local time                       to both
//   Where is order 1042? Refund it if it was paid twice      Shop assistant looks it up, and asks to be allowed to refund
//   Is the code welcome10 valid for 2 travel mugs?           Shop assistant checks it, with every reason against it
//   What is the status of order 1042?                        Order status reads it, without a model
//   My name is Ada · I live in Lisbon · I work as …           a fact is noted
//   Stop the planner · Never mind the call                    the task is stopped
//   anything else                                             the list of scenes, and how to connect a real model
//
// And these are for tests, because they show what goes wrong:
//
//   Plan a workshop step by step       three different questions in a row: zone, people, day
//   "no idea", "hm" as an answer       the same question again; at the third time the task fails
//   a place that nobody knows          "Which IANA time zone is that …?"; if that fails too, UTC
//   … Misquote me                      beside the rate: Mother's quote is not verbatim, so the person is asked
//   … Round it up                      beside the rate: her answer holds a number that was not said
//   … Take your time                   Mother's check of a question takes a second
//   Tell me a long story               600 words, slowly
//   fail with 401|429|quota|500|cut|empty|garbage
//                                      Mother's model call fails like that; "fail once with 401" until Retry
//   fail with busy                     the same with 429, and the wish to be left alone for twenty seconds
//   … the agent fails with 401|…                with work for an agent: its model call fails like that
//   … the agent calculates without end          with an estimate: one sum in each step, and never a result
//   … the agent calculates without end, 20 sums at once
import { setTimeout as wait } from 'node:timers/promises';

import {
  createServer,
  type ChatCompletionRequest,
  type Fixture,
  type FixtureResponse,
} from '@copilotkit/aimock';

import { playAgent } from './demo/agent.ts';
import { answer, call, type Answer, type Fault } from './demo/answer.ts';
import { onlyScenes } from './demo/direct.ts';
import { playMother } from './demo/mother.ts';
import { condense } from './demo/fold.ts';
import { readRequest, type Request } from './demo/request.ts';

/** How fast the demo model is, in milliseconds. */
export interface Delays {
  /** Until the first piece of an answer. */
  readonly first: number;
  /** Between two pieces, of about three words each. */
  readonly piece: number;
  /** Between two pieces of the long story. */
  readonly storyPiece: number;
  /** Mother's check of a question, before its first piece. */
  readonly check: number;
  /** The same, where the person said "Take your time". */
  readonly slowCheck: number;
}

const naturalPace: Delays = { first: 300, piece: 30, storyPiece: 60, check: 0, slowCheck: 1000 };

export interface DemoModel {
  /** What goes into OPENAI_BASE_URL, with the /v1 at its end. */
  readonly url: string;
  /** Who asked for an answer so far, the oldest first: "Mother", or the name of an agent. */
  readonly requests: () => readonly string[];
  readonly stop: () => Promise<void>;
}

const PIECE = 16;
const MODEL = 'scripted-demo';

/** Plays one request. */
function play(request: Request): Answer {
  switch (request.caller) {
    case 'mother':
      return playMother(request);
    case 'agent':
      return playAgent(request);
    case 'fold':
      return answer({ text: condense(request) });
    case 'other':
      return request.mustFinish
        ? answer({ calls: [call('finish', { result: onlyScenes })] })
        : answer({ text: onlyScenes });
    default:
      return request satisfies never;
  }
}

const callerOf = (request: Request): string => {
  if (request.caller === 'agent') return request.name;
  if (request.caller === 'fold') return 'Mother, folding';
  return request.caller === 'mother' ? 'Mother' : 'Somebody else';
};

const errors: Readonly<Partial<Record<Fault, FixtureResponse>>> = {
  '401': {
    status: 401,
    error: { message: 'Incorrect API key provided.', type: 'invalid_request_error', code: 'invalid_api_key' },
  },
  '429': {
    status: 429,
    error: { message: 'Too many requests.', type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  },
  quota: {
    status: 429,
    error: { message: 'You exceeded your quota.', type: 'insufficient_quota', code: 'insufficient_quota' },
  },
  busy: {
    status: 429,
    retryAfter: 20,
    error: { message: 'Too many requests.', type: 'rate_limit_error', code: 'rate_limit_exceeded' },
  },
  '500': { status: 500, error: { message: 'The server had an error.', type: 'server_error' } },
  empty: { content: '' },
  garbage: { toolCalls: [{ id: 'garbage-1', name: 'delegate_to_agent', arguments: '{"agent_id": "pla' }] },
};

const cut = answer({ text: 'This answer breaks off somewhere in the middle of what it was about to say.' });

const tokens = (text: string): number => Math.ceil(text.length / 4);

/** An answer as the server takes it, with tokens counted and ids that are the same each time. */
function toResponse({ text, calls }: Answer, request: Request, body: ChatCompletionRequest): FixtureResponse {
  const before = 'callsSoFar' in request ? request.callsSoFar : 0;
  const toolCalls = calls.map(({ name, input }, position) => ({
    id: `call-${before + position + 1}`,
    name,
    arguments: JSON.stringify(input),
  }));
  const usage = {
    prompt_tokens: tokens(JSON.stringify([body.messages, body.tools])),
    completion_tokens: tokens(text + JSON.stringify(toolCalls)),
  };
  const envelope = { id: 'demo', model: MODEL, usage };
  if (toolCalls.length === 0) return { content: text, ...envelope };
  return text === '' ? { toolCalls, ...envelope } : { content: text, toolCalls, ...envelope };
}

/** Starts the demo model on a port of this machine; 0 takes any free one. */
export async function startDemoModel(
  port: number,
  { delayMs = {} }: { delayMs?: Partial<Delays> } = {},
): Promise<DemoModel> {
  const delays = { ...naturalPace, ...delayMs };
  const requests: string[] = [];

  const paced = (piece: number): Pick<Fixture, 'streamingProfile'> => ({
    streamingProfile: { ttft: delays.first, ...(piece > 0 && { tps: 1000 / piece }) },
  });
  const respond = async (body: ChatCompletionRequest): Promise<FixtureResponse> => {
    const request = readRequest(body);
    requests.push(callerOf(request));
    const played = play(request);
    if (played.before === 'check') await wait(delays.check);
    if (played.before === 'slow check') await wait(Math.max(delays.check, delays.slowCheck));
    if (played.fault === null) return toResponse(played, request, body);
    return errors[played.fault] ?? toResponse(cut, request, body);
  };
  const fixture = (isMeant: (played: Answer) => boolean, manner: Partial<Fixture>): Fixture => ({
    match: { predicate: (body) => isMeant(play(readRequest(body))) },
    response: respond,
    ...manner,
  });

  const { server, url } = await createServer(
    [
      fixture(({ fault }) => fault === 'cut', { ...paced(delays.piece), truncateAfterChunks: 4 }),
      fixture(({ pace }) => pace === 'story', paced(delays.storyPiece)),
      fixture(() => true, paced(delays.piece)),
    ],
    { port, host: '127.0.0.1', chunkSize: PIECE },
  );
  return {
    url: `${url}/v1`,
    requests: () => [...requests],
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        // An answer that still comes is cut off: nobody is there to read it.
        server.closeAllConnections();
      }),
  };
}
