// Slack's events with Bolt for JavaScript and its receiver for Lambda.
import bolt from '@slack/bolt';
import { put } from './table.mjs';

const receiver = new bolt.AwsLambdaReceiver({ signingSecret: process.env.SLACK_SIGNING_SECRET });
// Whom we act for is known: nothing is asked of Slack.
const authorize = async () => ({ botToken: 'xoxb-bench', botId: 'B0BENCH01', botUserId: 'U0BENCH01' });
const app = new bolt.App({ authorize, receiver, processBeforeResponse: true, logLevel: bolt.LogLevel.ERROR });

app.event('message', async ({ event }) => {
  await put(`CONV#slack:${event.channel}`, `TOP#${event.ts}`, { by: event.user, text: event.text });
});

const handle = await receiver.start();
export const handler = (event, context) => handle(event, context, () => {});
