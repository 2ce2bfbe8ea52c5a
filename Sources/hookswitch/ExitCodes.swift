import ArgumentParser

/// What the process says to its parent; one list for all commands.
enum HookswitchExit: Int32 {
    case ok = 0
    /// Something went wrong that no other code names.
    case failure = 1
    /// The call was not answered, or was rejected.
    case notAnswered = 2
    /// A journal does not replay.
    case mismatch = 3
    /// A spec failed.
    case specsFailed = 4
    /// Wrong flags or settings.
    case usage = 64
    /// Flows have problems.
    case badFlows = 65
    /// A server that is needed cannot be reached, or a port cannot be had.
    case unavailable = 69
    /// The store cannot be opened or read: another process has it, it is damaged, or sealed with another key.
    case store = 74
    /// Somebody ended the command before its work was done.
    case interrupted = 130

    var code: ExitCode { ExitCode(rawValue) }
}
