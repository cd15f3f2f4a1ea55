// GitHub's events with Probot and its adapter for Lambda.
import { createLambdaFunction, createProbot } from '@probot/adapter-aws-lambda-serverless';
import { put } from './table.mjs';

const app = (probot) => {
  probot.on('issue_comment.created', async ({ payload }) => {
    const conversation = `CONV#github:${payload.repository.full_name}#${payload.issue.number}`;
    const fact = { by: payload.comment.user.login, text: payload.comment.body };
    await put(conversation, `THR#0#FACT#comment:${payload.comment.id}`, fact);
  });
};

const probot = createProbot({
  overrides: { appId: 1, githubToken: 'bench', secret: process.env.GITHUB_WEBHOOK_SECRET, logLevel: 'fatal' },
});
export const handler = createLambdaFunction(app, { probot });
