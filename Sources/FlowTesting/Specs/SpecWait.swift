import LuaEngine

/// What a story waits for. The story's coroutine stands still until the driver has seen it come about, so that one thread
/// can have any number of stories.
struct SpecWait {
    /// What a look gives.
    enum Look {
        case notYet
        /// The wait returns this.
        case done(LuaValue)
        /// Something else has to come about first.
        case then(SpecWait)
    }

    /// When it is given up, in the spec's time.
    var limit: Double
    /// Looks whether it has come about.
    var look: () throws -> Look
    /// What is raised at the limit; nil where the limit is what was waited for.
    var late: (() throws -> String)?
}

/// How a story stands.
enum SpecState {
    case waiting(SpecWait)
    case over
}
