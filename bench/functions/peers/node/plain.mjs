// Slack's events without a framework: verify, parse, put.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { put } from './table.mjs';

const isSlacks = (headers, body) => {
  const timestamp = headers['x-slack-request-timestamp'] ?? '';
  if (Math.abs(Date.now() / 1000 - Number(timestamp)) > 300) return false;
  const right = createHmac('sha256', process.env.SLACK_SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest();
  const given = Buffer.from((headers['x-slack-signature'] ?? '').replace(/^v0=/, ''), 'hex');
  return given.length === right.length && timingSafeEqual(given, right);
};

export const handler = async ({ headers, body }) => {
  if (!isSlacks(headers, body)) return { statusCode: 401, body: 'not signed' };
  const { event } = JSON.parse(body);
  await put(`CONV#slack:${event.channel}`, `TOP#${event.ts}`, { by: event.user, text: event.text });
  return { statusCode: 200, body: 'stored' };
};
