import CallModel
import LuaEngine

/// Tries calls of our functions, and of modules', to hear what they refuse: each runs up to its first wait, in a world
/// that nothing goes out of, on a connected call of its own for which nothing is missing.
package final class FlowTrials {
    static let file = "trial.lua"
    private static let settings = #"flow { locale = "en-US", voice = "en-US-AvaNeural" }"#
    /// What has come to its first wait stays in its world, which is left after so many calls.
    private static let mostCalls = 200

    private let sources: [String: [UInt8]]
    private let environment: FlowEnvironment
    private var chunks: [String: LuaChunk] = [:]

    /// - Parameters:
    ///   - modules: sources by the names that `require` takes.
    ///   - environment: the settings of the node, of which those that are missing are made up.
    package init(modules: [String: [UInt8]], environment: FlowEnvironment) {
        sources = modules
        self.environment = environment.forTrials
    }

    /// What is wrong with calls, by their places in the list.
    /// - Parameters:
    ///   - calls: Lua such as `call:play { text = "" }`. What is no Lua is not tried.
    ///   - modules: the names of all that they need.
    /// - Returns: what was raised in the call itself, or in a module on the way, as `call:play: 'text' is empty`.
    package func refusals(of calls: [String], modules: Set<String>) -> [Int: String] {
        var (found, next): ([Int: String], Int) = ([:], 0)
        while next < calls.count {
            guard let instance = instance(modules) else { return found }
            let end = min(next + Self.mostCalls, calls.count)
            while next < end {
                let outcome = Self.refusal(of: calls[next], number: next + 1, in: instance)
                if let words = outcome.words { found[next] = words }
                next += 1
                if outcome.isOver { break }
            }
            instance.drop()
        }
        return found
    }

    private func instance(_ modules: Set<String>) -> FlowInstance? {
        guard let main = try? LuaChunk.compile(Array(Self.settings.utf8), name: "@" + Self.file),
            let instance = try? FlowInstance(modules: compiled(modules), environment: environment, seed: 1)
        else { return nil }
        instance.beginInput(at: TrialCall.time)
        guard (try? instance.load(main, flow: "trial")) != nil else { return nil }
        instance.phase = .call
        return instance
    }

    /// - Parameter number: the leg of the call that it has for itself.
    private static func refusal(
        of call: String, number: Int, in instance: FlowInstance
    ) -> (words: String?, isOver: Bool) {
        let source = "return function(call) \(call)\nend"
        guard let chunk = try? LuaChunk.compile(Array(source.utf8), name: "@" + file) else { return (nil, false) }
        instance.beginInput(at: TrialCall.time)
        guard case .returned(let values) = instance.world.run(chunk), case .function(let function)? = values.first
        else { return (nil, true) }
        instance.calls[number] = .trial(voice: instance.settings.voice)
        let object = LuaValue.object(LuaObject(class: HostAPI.callClass, id: Int64(number)))
        let task = try? instance.start(
            function, [object], call: number, kind: .spawned, place: file, handlesErrors: false)
        for value in values { instance.world.releaseFunctions(in: value) }
        guard task != nil else { return (nil, true) }
        var words: String?
        while let step = instance.next() {
            switch step {
            case .ended(_, _, let error?):
                guard words == nil, let place = error.file, let line = error.line else { continue }
                words = error.message.withoutPrefix("\(place):\(line): ")
            case .stopped: return (words, true)
            default: continue
            }
        }
        return (words, false)
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
