import { defineConfig } from 'orval';

const { DOCUMENT = '', GENERATION } = process.env;

export default defineConfig({
  trtc: {
    input: DOCUMENT,
    output: { target: `api/${GENERATION}.ts`, client: 'fetch', baseUrl: { runtime: 'process.env.TRTC_URL' } },
  },
});
