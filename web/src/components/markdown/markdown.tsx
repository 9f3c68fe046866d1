import { memo, useEffect, useId } from 'react';
import ReactMarkdown, { defaultUrlTransform, type Components, type ExtraProps } from 'react-markdown';

import { part } from '../../lib/on-demand.ts';
import { useSubscription } from '../../lib/subscription/source.ts';
import { ScrollSection } from '../ui/scroll-section.tsx';
import { CodeBlock } from './code-block.tsx';
import { endsInFence } from './fence.ts';
import { remarkPlugins } from './gfm.ts';
import { headingLevels } from './heading-levels.ts';

type Element = NonNullable<ExtraProps['node']>;

const textOf = (nodes: Element['children']): string =>
  nodes
    .map((node) => {
      if (node.type === 'text') return node.value;
      return node.type === 'element' ? textOf(node.children) : '';
    })
    .join('');

const languageOf = (code: Element | undefined): string => {
  const names = code?.properties['className'];
  const name = Array.isArray(names) ? /language-(\S+)/.exec(names.join(' ')) : null;
  return name?.[1] ?? '';
};

/** While text still arrives, the last fence is open until its closing marks are there. */
const isClosed = (source: string, node: Element | undefined): boolean => {
  const end = node?.position?.end.offset;
  return end !== undefined && !endsInFence(source.slice(0, end));
};

/** The library lets chats of other programs through as well; nothing but pages and mail is opened from here. */
const linkTo = (url: string): string => (/^(?:ircs?|xmpp):/iu.test(url) ? '' : defaultUrlTransform(url));

const components = (source: string, streaming: boolean): Components => ({
  a: ({ href, id, children }) =>
    href?.startsWith('#') ? (
      // To a footnote, or back from it.
      <a href={href} id={id}>
        {children}
      </a>
    ) : (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    ),
  // Nothing is loaded from elsewhere until the person asks for it.
  img: ({ src, alt }) => (
    <a href={typeof src === 'string' ? src : undefined} target="_blank" rel="noopener noreferrer">
      Image: {alt || 'open it'}
    </a>
  ),
  pre: ({ node }) => {
    const code = node?.children.find((child) => child.type === 'element');
    return (
      <CodeBlock
        code={textOf(code?.children ?? []).replace(/\n$/, '')}
        language={languageOf(code)}
        closed={!streaming || isClosed(source, node)}
      />
    );
  },
  table: ({ children }) => (
    // A group: there may be many on the page, and a region is a landmark.
    <ScrollSection role="group" aria-label="Table" className="overflow-x-auto">
      <table>{children}</table>
    </ScrollSection>
  ),
});

type Props = { text: string; streaming?: boolean };

const finishing = part(async () => (await import('./finish-for-now.ts')).finishForNow);

/** Markdown as a model writes it. While it streams, what is not finished yet is closed for the eye. */
export const Markdown = memo(function Markdown({ text, streaming = false }: Props) {
  const finish = useSubscription(finishing);
  // Every text on the page may have a footnote 1.
  const clobberPrefix = useId();
  useEffect(() => {
    if (streaming) void finishing.load();
  }, [streaming]);
  const source = streaming && finish ? finish(text) : text;
  return (
    <div className="prose" dir="auto">
      <ReactMarkdown
        remarkPlugins={remarkPlugins}
        remarkRehypeOptions={{ clobberPrefix }}
        rehypePlugins={[headingLevels]}
        urlTransform={linkTo}
        components={components(source, streaming)}
      >
        {source}
      </ReactMarkdown>
    </div>
  );
});
