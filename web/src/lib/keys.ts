const isMac = /mac|iphone|ipad/iu.test(navigator.userAgent);

/** The key that browsers on this system have for commands, as it is printed on the keyboard. */
export const commandKey = isMac ? '⌘' : 'Ctrl';

type Pressed = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** Whether this is the command key together with another one, and nothing else. */
export const isCommand = ({ key, ctrlKey, metaKey, altKey, shiftKey }: Pressed, wanted: string): boolean =>
  (isMac ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !altKey && !shiftKey && key.toLowerCase() === wanted;

/** Where what is typed is text. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('input, textarea, select, [role=textbox]'));

/** What Safari says of a key that went to an input method. */
const TAKEN_BY_INPUT_METHOD = 229;

/**
 * Whether an input method takes this key: the Enter that ends a word in it is not one of the person's. Safari ends the
 * composing before it tells of that key; only its code says so then.
 */
export const isComposing = (event: Pick<KeyboardEvent, 'isComposing' | 'keyCode'>): boolean =>
  event.isComposing || event.keyCode === TAKEN_BY_INPUT_METHOD;
