export { message } from '#slack/message.ts';
