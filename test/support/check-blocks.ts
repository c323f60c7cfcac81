/** What the workbench refuses is what tests refuse. */
export { checkBlocks, checkMessage, checkOptions, checkView } from '#workbench/check-blocks.ts';
