import Testing

/// Tests that start processes, one at a time: Foundation notices the end of a process only when every process that was
/// started after it has closed what it inherited.
@Suite(.serialized, .timeLimit(.minutes(2))) enum ProcessTests {}
