import fc from 'fast-check';

/**
 * The same commit gives the same verdict: whoever changes nothing sees nothing change. `LIFECYCLE_SEED=1 npm test` tries other values, `LIFECYCLE_SEED=any` others every time (and says which), as
 * the nightly tests do; a test that has a seed of its own keeps it.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.LIFECYCLE_SEED ?? 20_260_301) });
