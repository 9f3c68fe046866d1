import { builtInTools, runTool, toolSpec, toolsNamed } from '../../src/connectors/index.ts';
import type {
  Message,
  Question,
  SubAgentMessage,
  SubAgentState,
  Task,
  ToolCall,
} from '../../src/contracts/index.ts';
import { motherRequest } from '../../src/engine/mother-request.ts';
import type { Incoming, Turn, World } from '../../src/machine/draft.ts';
import type { MotherEffect, SubAgentEffect } from '../../src/machine/effects.ts';
import { route } from '../../src/machine/routing.ts';
import { answerIndexOf, planSubAgent } from '../../src/machine/sub-agent-plan.ts';
import { declaredCalls, decideStep } from '../../src/machine/sub-agent.ts';
import { specOf, subAgentTools } from '../../src/machine/tools.ts';
import { decideTurn, speaks, type Answer, type Exchange } from '../../src/machine/turn.ts';
import { ModelError, type ModelPort, type ModelRequest } from '../../src/model/index.ts';
import { brief, subAgentInstructions, subAgentMessages } from '../../src/model/prompts/sub-agent.ts';
import { starterAgents } from '../../src/tenants/starter-agents.ts';
import {
  NOW,
  agent,
  assistantMessage,
  motherState,
  question,
  saidEntry,
  subAgentState,
  task,
  tenant,
  toldEntry,
  toolEntry,
  userMessage,
} from './factories.ts';
import { noConnection } from './no-connection.ts';
import { realTimer } from './real-timer.ts';

type SubAgent = { state: SubAgentState; transcript: SubAgentMessage[] };

/** A model call that was made, and the calls of tools in its answer. */
export type Made = {
  readonly caller: string;
  readonly request: ModelRequest;
  readonly calls: readonly ToolCall[];
};

const SECOND = 1_000;

/**
 * A chat without a database: it plays the project's decisions, as the engine does, on documents in memory. What a
 * model answers so goes through the real checks. One step at a time, in a fixed order.
 */
export class DemoChat {
  readonly messages = new Map<string, Message>();
  readonly tasks = new Map<string, Task>();
  readonly questions = new Map<string, Question>();
  readonly made: Made[] = [];
  now = NOW;
  #state = motherState({ step: 0 });
  #mail: Incoming[] = [];
  readonly #subAgents = new Map<string, SubAgent>();
  readonly #model: ModelPort;
  readonly #tenant = {
    orchestration: tenant().orchestration,
    agents: Object.entries(starterAgents).map(([id, one]) => ({ ...agent(one), id })),
    more: false,
  };

  constructor(model: ModelPort, { agents = true } = {}) {
    this.#model = model;
    if (!agents) this.#tenant.orchestration = { ...this.#tenant.orchestration, enabled: false };
  }

  /** The person writes something, in answer to a question if one is named; ends when nobody has anything to do. */
  async say(content: string, replyTo?: string): Promise<string> {
    return this.#receive(userMessage({ content, ...(replyTo === undefined ? {} : { replyTo }) }));
  }

  /** The person presses Retry on a message of Mother's that failed. */
  async retry(messageId: string): Promise<string> {
    return this.#receive(userMessage({ content: '', retry: { kind: 'message', id: messageId } }));
  }

  async #receive(message: ReturnType<typeof userMessage>): Promise<string> {
    const id = `message${this.messages.size}`.padEnd(20, 'x');
    this.#tick();
    this.messages.set(id, { ...message, createdAt: this.now });
    this.#mail.push({ kind: 'message', id, message: { ...message, createdAt: this.now } });
    await this.#settle();
    return id;
  }

  /** Mother's messages, the oldest first. */
  get said() {
    return [...this.messages.values()].filter((one) => one.role === 'assistant');
  }

  get lastSaid() {
    const last = this.said.at(-1);
    if (!last) throw new Error('Mother has said nothing.');
    return last;
  }

  /** The questions that the person is asked now. */
  get asked() {
    return [...this.questions].flatMap(([id, one]) => (one.status === 'relayed' ? [{ ...one, id }] : []));
  }

  /** The task of an agent, the newest if there are several. */
  taskOf(name: string): Task {
    const found = [...this.tasks.values()].findLast(({ agentName }) => agentName === name);
    if (!found) throw new Error(`${name} has no task.`);
    return found;
  }

  get facts() {
    return this.#state.memory.facts;
  }

  /** The tools that were called, by whom, in order. */
  get toolCalls(): string[] {
    return this.made.flatMap(({ caller, calls }) => calls.map(({ name }) => `${caller}: ${name}`));
  }

  async #settle(): Promise<void> {
    for (;;) {
      const working = await Promise.all([...this.#subAgents.values()].map((one) => this.#work(one)));
      if (working.includes(true)) continue;
      if (this.#mail.length === 0) return;
      await this.#turn();
    }
  }

  #tick(): void {
    this.now += SECOND;
  }

  #world(): World {
    return {
      now: this.now,
      orchestration: this.#tenant.orchestration,
      role: null,
      admins: [],
      agents: new Map(this.#tenant.agents.map((one) => [one.id, one])),
      tasks: this.tasks,
      questions: this.questions,
      messages: this.messages,
      transcripts: new Map([...this.#subAgents].map(([id, { transcript }]) => [id, transcript])),
      streamed: new Map(),
      found: new Map(),
    };
  }

  async #call(caller: string, request: ModelRequest): Promise<Answer> {
    try {
      const answer = await this.#model.call(request, { signal: new AbortController().signal });
      this.made.push({ caller, request, calls: answer.toolCalls });
      return answer;
    } catch (error) {
      if (error instanceof ModelError) return { failed: error.code };
      throw error;
    }
  }

  async #turn(): Promise<void> {
    const routed = route(this.#state, this.#mail.splice(0), this.#world());
    this.#tick();
    this.#state = { ...routed.next, step: this.#state.step + 1 };
    for (const effect of routed.effects) this.#applyMother(effect);
    if (routed.rest.length === 0) return;
    const turn: Turn = {
      mail: routed.rest,
      messageId: speaks(routed.rest) ? `mother-${this.#state.step}` : null,
    };
    const answers: Answer[] = [];
    let exchanges: readonly Exchange[] = [];
    for (;;) {
      const world = this.#world();
      answers.push(
        await this.#call('Mother', motherRequest(this.#state, turn, exchanges, world, this.#tenant, [])),
      );
      const decision = decideTurn(this.#state, turn, answers, world);
      if (decision.next === 'commit') {
        this.#tick();
        this.#state = { ...decision.state, step: decision.state.step + 1 };
        for (const effect of decision.effects) this.#applyMother(effect);
        return;
      }
      exchanges = decision.exchanges;
    }
  }

  #applyMother(effect: MotherEffect): void {
    switch (effect.type) {
      case 'post':
      case 'close':
        this.messages.set(effect.id, assistantMessage({ ...effect.post, createdAt: this.now }));
        return;
      case 'reword': {
        const card = this.messages.get(effect.id);
        if (card?.role !== 'assistant') throw new Error(`There is no card ${effect.id}.`);
        this.messages.set(effect.id, { ...card, content: effect.content });
        return;
      }
      case 'handle':
      case 'refuse': {
        const message = this.messages.get(effect.messageId);
        if (message?.role !== 'user') throw new Error(`There is no message ${effect.messageId}.`);
        const status = effect.type === 'handle' ? 'handled' : 'refused';
        const passedTo = effect.type === 'handle' ? [...effect.passedTo] : [];
        this.messages.set(effect.messageId, { ...message, status, passedTo });
        return;
      }
      case 'start_task':
        return this.#start(effect.task);
      case 'relay': {
        const { attempt, repeats, suggestion, sameAs } = effect;
        const relayed = { status: 'relayed', relayedAt: this.now, attempt, repeats, suggestion } as const;
        return this.#changeQuestion(effect.questionId, { ...relayed, sameAs });
      }
      case 'suggest':
        return this.#changeQuestion(effect.questionId, { suggestion: effect.suggestion });
      case 'answer':
        return this.#answer(effect);
      case 'begin_task':
        throw new Error('The demo queues no task.');
      case 'consent':
        throw new Error('The demo chat asks for no consent.');
      case 'correct':
        return this.#changeQuestion(effect.questionId, { correction: effect.correction });
      case 'supersede':
        return this.#changeTask(effect.taskId, { supersededBy: effect.by });
      case 'end_task':
        this.#changeTask(effect.taskId, { status: effect.status, error: effect.error, questionId: null });
        if (effect.questionId !== null) this.#changeQuestion(effect.questionId, { status: 'withdrawn' });
        return;
      case 'replace_failed':
      case 'consume':
        return;
      default:
        return effect satisfies never;
    }
  }

  #changeQuestion(id: string, change: Partial<Question>): void {
    const found = this.questions.get(id);
    if (!found) throw new Error(`There is no question ${id}.`);
    this.questions.set(id, { ...found, ...change });
  }

  #changeTask(id: string, change: Partial<Task>): void {
    const found = this.tasks.get(id);
    if (!found) throw new Error(`There is no task ${id}.`);
    this.tasks.set(id, { ...found, ...change });
  }

  #start(started: Extract<MotherEffect, { type: 'start_task' }>['task']): void {
    const { taskId, subAgentId, agent, title, goal, context } = started;
    const { id: agentId, name, instructions, tools } = agent;
    this.tasks.set(taskId, task({ title, goal, context, agentId, agentName: name, subAgentId }));
    this.#subAgents.set(subAgentId, {
      state: subAgentState({ actorId: subAgentId, taskId, name, instructions, tools: [...tools] }),
      transcript: [toldEntry({ content: brief(goal, context) })],
    });
  }

  #answer(effect: Extract<MotherEffect, { type: 'answer' }>): void {
    const { questionId, question: asked, answer, answeredBy, confidence, messageId } = effect;
    this.#changeQuestion(questionId, {
      status: 'answered',
      answer,
      answeredBy,
      confidence,
      evidence: [...effect.evidence],
    });
    this.#changeTask(asked.taskId, { status: 'running', questionId: null });
    const { toolCallId, answerIndex: index } = asked;
    this.#subAgents
      .get(asked.subAgentId)
      ?.transcript.push(toldEntry({ index, content: answer, toolCallId, questionId, answeredBy, messageId }));
  }

  /** One step of a sub-agent, if it has anything to do. */
  async #work(one: SubAgent): Promise<boolean> {
    const { taskId } = one.state;
    const now = this.tasks.get(taskId);
    if (!now) return false;
    const isAnswered = one.transcript.some(({ index }) => index === answerIndexOf(one.state));
    const plan = planSubAgent(one.state, now, isAnswered ? { kind: 'answer' } : null, this.now);
    if (plan.next === 'stop') one.state = plan.state;
    if (plan.next !== 'work') return false;
    const { name, instructions } = plan.state;
    const allowed = toolsNamed(plan.state.tools.map((use) => use.name));
    const answer = await this.#call(name, {
      instructions: subAgentInstructions(name, instructions),
      messages: subAgentMessages(one.transcript, plan.state.unusable > 0),
      tools: [...Object.values(subAgentTools).map(specOf), ...allowed.map(toolSpec)],
      toolChoice: 'auto',
    });
    const signal = new AbortController().signal;
    const context = { now: () => this.now, after: realTimer, signal, key: 'demo', connection: noConnection };
    const results = await Promise.all(
      declaredCalls(answer).map(async (call) => {
        const result = await runTool(allowed, call, context);
        return [call.id, { ...result, verb: builtInTools.calculate.verb }] as const;
      }),
    );
    const decision = decideStep(plan.state, answer, new Map(results), this.now);
    one.state = decision.state;
    for (const effect of decision.effects) this.#applySubAgent(one, effect);
    return true;
  }

  #applySubAgent({ state, transcript }: SubAgent, effect: SubAgentEffect): void {
    const { taskId } = state;
    switch (effect.type) {
      case 'say':
        transcript.push(effect.entry.role === 'tool' ? toolEntry(effect.entry) : saidEntry(effect.entry));
        return;
      case 'ask': {
        const { questionId, text, field, options, attempt, repeats, toolCallId, answerIndex } = effect;
        const { actorId: subAgentId, name } = state;
        const asked = { subAgentId, name, taskId, text, field, attempt, repeats, toolCallId, answerIndex };
        this.questions.set(questionId, question({ ...asked, options: [...options] }));
        this.#changeTask(taskId, { status: 'waiting', questionId });
        this.#mail.push({ kind: 'asked', mailId: `asked-${questionId}`, taskId, questionId });
        return;
      }
      case 'ask_consent':
        throw new Error('The demo chat asks for no consent.');
      case 'complete':
        return this.#finish(taskId, { status: 'completed', result: effect.result });
      case 'cancel':
        return this.#finish(taskId, { status: 'cancelled', error: effect.error });
      case 'fail':
        return this.#finish(taskId, { status: 'failed', error: effect.error });
      case 'heed':
      case 'progress':
        return;
      default:
        return effect satisfies never;
    }
  }

  #finish(taskId: string, change: Partial<Task>): void {
    this.#changeTask(taskId, { ...change, questionId: null });
    this.#mail.push({ kind: 'finished', mailId: `finished-${taskId}`, taskId });
  }
}
