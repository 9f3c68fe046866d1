import { z } from 'zod';
import { parseJson } from '../../contracts/index.ts';
import type { OutsideResponse } from '../connection.ts';
import { AnswerLost } from '../outside/failures.ts';
import { ToolError } from '../tool.ts';

/** What WordPress says of an error. */
const problem = z.object({ code: z.string(), message: z.string() });
type Problem = z.infer<typeof problem>;

/** What was asked for is not in the shop. */
export class NotThere extends ToolError {
  override readonly name = 'NotThere';
}

const LONGEST_QUOTE = 200;

/** The shop's own words, short and without markup: they are shown to a model. */
const quoted = (message: string): string =>
  message
    .replaceAll(/<[^>]*>/gu, ' ')
    .replaceAll(/\s+/gu, ' ')
    .trim()
    .slice(0, LONGEST_QUOTE);

function jsonIn({ body }: OutsideResponse): unknown {
  try {
    return parseJson(body);
  } catch {
    return undefined;
  }
}

function problemIn(response: OutsideResponse): Problem | null {
  const parsed = problem.safeParse(jsonIn(response));
  return parsed.success ? parsed.data : null;
}

/** "in 30 seconds", as far as the shop says when. */
function later({ headers }: OutsideResponse): string {
  const seconds = Number(headers.get('retry-after') ?? '');
  return Number.isInteger(seconds) && seconds > 0 && seconds <= 86_400
    ? `in ${seconds} seconds`
    : 'in a few minutes';
}

function refusal(response: OutsideResponse): ToolError {
  const said = problemIn(response);
  const why = said ? `: ${quoted(said.message)}` : '.';
  switch (response.status) {
    case 401:
    case 403:
      return new ToolError(`The shop rejected the key${why} An admin can mend that under Connections.`);
    case 404:
      if (said && said.code !== 'rest_no_route')
        return new NotThere('There is nothing by that number in the shop.');
      return new ToolError('There is no WooCommerce (REST API v3) at the address of the connection.');
    case 429:
      return new ToolError(`The shop takes no more requests just now. Try again ${later(response)}.`);
    case 503:
      return new ToolError(`The shop is closed for a moment. Try again ${later(response)}.`);
    default:
      return new ToolError(
        response.status >= 500
          ? `The shop had an error of its own (${response.status})${why}`
          : `The shop refused this (${response.status})${why}`,
      );
  }
}

/**
 * Whether the shop itself said no, so that nothing was changed. What a server or something in front of it says when it
 * breaks down, it may say after the change; and so does a shop that has asked somebody else to do it.
 */
function isNo(response: OutsideResponse, asksAnother: boolean): boolean {
  if (response.status < 500) return true;
  return !asksAnother && /^(?:woocommerce_)?rest_/u.test(problemIn(response)?.code ?? '');
}

const isDone = ({ status }: OutsideResponse): boolean => status >= 200 && status < 300;

/** Reads an answer by a schema. @throws ToolError in words for the model. */
export function readAnswer<T>(response: OutsideResponse, schema: z.ZodType<T>): T {
  if (!isDone(response)) throw refusal(response);
  const json = jsonIn(response);
  if (json === undefined)
    throw new ToolError('The shop answered with a page instead of data. Its REST API may be switched off.');
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [first] = parsed.error.issues;
  const place = first?.path.map(String).join('.').slice(0, LONGEST_QUOTE) || 'the whole of it';
  throw new ToolError(
    `The shop answered in another form than WooCommerce’s REST API v3 has, at "${place}". A plug-in may have changed it.`,
  );
}

/**
 * The same for what was to change something; `asksAnother`: the shop has somebody else do it, such as a payment provider.
 * @throws AnswerLost where it may have been done
 */
export function readOutcome<T>(
  response: OutsideResponse,
  schema: z.ZodType<T>,
  { asksAnother }: { readonly asksAnother: boolean },
): T {
  if (!isDone(response) && isNo(response, asksAnother)) throw refusal(response);
  try {
    return readAnswer(response, schema);
  } catch (error) {
    throw new AnswerLost(error instanceof Error ? error.message : 'It cannot be read.');
  }
}
