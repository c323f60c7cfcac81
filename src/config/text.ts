import { z } from 'zod';

/** Text that says something. */
export const text = z.string().trim().min(1, 'Give it a value, or leave it out.');
