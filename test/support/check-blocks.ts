/** What the workbench refuses is what tests refuse. */
export { checkBlocks, checkMessage, checkView } from '#workbench/check-blocks.ts';
export { checkOptions } from '#workbench/check-element.ts';
