import CallModel
import LuaEngine

/// Tries calls of our functions, and of modules', to hear what they refuse: each runs up to its first wait, in a world
/// that nothing goes out of. `call` is a connected call of two phones, for which nothing is missing.
package final class FlowTrials {
    private static let file = "trial.lua"
    private static let settings = #"flow { locale = "en-US", voice = "en-US-AvaNeural" }"#

    private let sources: [String: [UInt8]]
    private let environment: FlowEnvironment
    private var chunks: [String: LuaChunk] = [:]

    /// - Parameters:
    ///   - modules: sources by the names that `require` takes.
    ///   - environment: the settings of the node, of which those that are missing are made up.
    package init(modules: [String: [UInt8]], environment: FlowEnvironment) {
        sources = modules
        var environment = environment.forTrials
        environment.limits.lua.instructions = 20_000_000
        environment.limits.lua.cpuSeconds = 2
        environment.limits.lua.memoryBytes = 64 << 20
        self.environment = environment
    }

    /// What is wrong with calls, by their places in the list.
    /// - Parameters:
    ///   - calls: Lua without line breaks, such as `call:play { text = "" }`.
    ///   - modules: the names of all that they need.
    /// - Returns: what was raised in the line of the call itself, as `call:play: 'text' is empty`; not what a function of
    ///   a module runs into on its way.
    package func refusals(of calls: [String], modules: Set<String>) -> [Int: String] {
        guard !calls.isEmpty else { return [:] }
        var environment = environment
        environment.limits.tasks = calls.count + 100
        let source =
            [Self.settings, "on('IncomingCall', function(call)"]
            + calls.map { "spawn(function() \($0) end)" } + ["end)"]
        guard let main = try? LuaChunk.compile(Array(source.joined(separator: "\n").utf8), name: "@" + Self.file),
            let instance = try? FlowInstance(modules: compiled(modules), environment: environment, seed: 1)
        else { return [:] }
        defer { instance.drop() }
        instance.beginInput(at: 1_790_000_000)
        guard (try? instance.load(main, flow: "trial")) != nil else { return [:] }
        instance.phase = .call
        instance.calls[1] = .trial(voice: instance.settings.voice)
        guard (try? instance.startHook(0, call: 1, event: nil)) != nil else { return [:] }
        instance.beginInput(at: 1_790_000_000)
        var found: [Int: String] = [:]
        while let step = instance.next() {
            switch step {
            case .ended(_, _, let error?):
                guard error.file == Self.file, let line = error.line, line > 2 else { continue }
                found[line - 3] = error.message.withoutPrefix("\(Self.file):\(line): ")
            case .stopped: return found
            default: continue
            }
        }
        return found
    }

    private func compiled(_ names: Set<String>) -> [String: LuaChunk] {
        var found: [String: LuaChunk] = [:]
        for name in names {
            let chunk =
                chunks[name]
                ?? sources[name].flatMap { source in
                    try? LuaChunk.compile(
                        source, name: "@" + name.split(separator: ".").joined(separator: "/") + ".lua")
                }
            chunks[name] = chunk
            found[name] = chunk
        }
        return found
    }
}

extension String {
    fileprivate func withoutPrefix(_ prefix: String) -> String {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : self
    }
}
