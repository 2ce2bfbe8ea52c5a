import Testing

/// Tests that start processes, one at a time, so that their time limits hold on small machines.
@Suite(.serialized, .timeLimit(.minutes(2))) enum ProcessTests {}
