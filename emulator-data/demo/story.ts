/** About 600 words, for watching a long answer arrive. */
export const story = `# The lighthouse that answered

On the last rock before the open sea stood a lighthouse, and in it lived a keeper named Maren. Every evening she climbed the two hundred and twelve steps, wiped the salt from the glass and lit the lamp. Every morning she climbed down again and wrote one line into the log. Most of the lines were the same: *Clear night, nothing to report.*

One autumn the fog came early. It rolled in on a Monday and stayed. By Wednesday Maren could no longer see the railing from the door, and by Friday she had stopped looking. The lamp turned and turned, and its light went about as far as a thrown stone. So she took the old brass horn from its hook and blew it every ten minutes, all through the night, until her lips were numb.

## The first answer

On the sixth night something blew back. It was short and low, and it came from the west, where there was nothing but water. Maren held her breath. She blew again, twice this time, and twice it answered. She ran down for the chart, spread it on the floor and drew a thin line towards the sound.

- If it was a ship, it was far too close to the reef.
- If it was an echo, it had learned to count.
- If it was neither, she wanted to know what it was.

She blew three times. After a long pause there came three notes, and then a fourth, as if somebody was asking a question.

## What the sea wanted to know

Maren did not own a boat that would stand such a night, but she did own a lot of rope. She tied one end to the railing and the other around her waist, took the small lantern, and went down the outer stairs to where the waves began. There, on the lowest step, sat a seal with a dented trumpet, looking rather embarrassed.

“I found it,” said the seal, because in fog like that such things happen. “It was on the wreck by the second buoy. I only wanted to hear whether anyone was there.”

“There is always someone here,” said Maren. “That is what a lighthouse is.”

“In the fog it does not look like it,” said the seal.

Maren thought about that. It was true: a light that nobody can see is a light only for the one who lit it. She sat down on the wet step, and the two of them worked out a plan. The seal knew every gap in the reef by heart. Maren knew the times of the ships. What one of them was missing, the other had; they had only never asked.

## The new log

From then on there were two sounds on foggy nights. The horn of the lighthouse said: *here is the rock.* The trumpet of the seal, out at the gap, said: *and here is the way.* The captains wrote letters to ask who the second keeper was. Maren answered each of them politely, and never quite truthfully.

When the fog lifted at last, in the first week of winter, she found a fish on the lowest step, placed very neatly on a flat stone. She cooked it with butter and ate it by the window. Then she opened the log and looked for a while at all those lines that said there was nothing to report.

She dipped the pen and wrote: *Clear night. Asked, and was answered.*

And if you sail past that rock today, in fog so thick that you cannot see your own hands, listen for both of them. Follow the second sound. It is a little out of tune, but it has never once been wrong.

*The end.*`;
