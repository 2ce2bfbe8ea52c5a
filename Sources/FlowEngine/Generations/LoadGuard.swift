import LuaEngine

/// What the check of a flow does more than its worlds: at a file's top level there is neither clock nor chance, or the
/// hooks of a world could be others than those that were checked. A generation that passed asks for neither, so that
/// its worlds need no guard.
enum LoadGuard {
    /// Puts refusals where clock and random numbers stand.
    static func install(in world: LuaWorld) throws(LuaError) {
        let chunk = try LuaChunk.compile(Array(source.utf8), name: "@check")
        if case .failed(let error) = world.run(chunk) { throw error }
    }

    private static let source = """
        local phases = " belongs into a handler (the call phase), not at a file's top level (the load phase)"
        local time, date = os.time, os.date
        math.random = function() error("math.random" .. phases, 2) end
        os.time = function(parts)
          if parts == nil then error("os.time" .. phases, 2) end
          return time(parts)
        end
        os.date = function(format, at)
          if at == nil then error("os.date" .. phases, 2) end
          return date(format, at)
        end
        """
}
