import Foundation
import LuaEngine

/// One script of the hostile corpus: a file below `Hostile/<theme>/`. Its first comment lines tell what must become of it:
///
/// - `-- expect: stop`: a budget ends it, without the help of the clock.
/// - `-- expect: stop, clock`: a budget ends it; only the clock sees some of its work.
/// - `-- expect: error TEXT`: it ends with an error that contains the text.
/// - `-- expect: harmless`: it may end in any way.
/// - `-- answer: raise`: its waits raise `call_ended`; they return a text otherwise.
///
/// Whatever it expects, a script that calls `note('survived')` has come further than it may, and one that notes something
/// that begins with `breach` has reached what it may not.
struct HostileScript: Sendable, CustomStringConvertible {
    enum Expectation: Equatable, Sendable {
        case stop(needsClock: Bool)
        case error(String)
        case harmless
    }

    var theme: String
    /// Relative to the corpus, such as `tables/move.lua`.
    var name: String
    var source: [UInt8]
    var expectation: Expectation
    var waitsRaise = false

    var description: String { name }

    /// Reads the header. Nil when there is none, or one that nobody understands.
    init?(theme: String, name: String, text: String) {
        self.theme = theme
        self.name = name
        source = Array(text.utf8)
        var expectation: Expectation?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            guard line.hasPrefix("-- ") else { break }
            let (key, value) = Self.header(line.dropFirst(3))
            switch (key, value) {
            case ("expect", "stop"): expectation = .stop(needsClock: false)
            case ("expect", "stop, clock"): expectation = .stop(needsClock: true)
            case ("expect", "harmless"): expectation = .harmless
            case ("expect", _) where value.hasPrefix("error"):
                expectation = .error(String(value.dropFirst("error".count).drop { $0 == " " }))
            case ("expect", _): return nil
            case ("answer", "raise"): waitsRaise = true
            default: break
            }
        }
        guard let expectation else { return nil }
        self.expectation = expectation
    }

    private static func header(_ line: Substring) -> (key: String, value: String) {
        guard let colon = line.firstIndex(of: ":") else { return ("", "") }
        let value = line[line.index(after: colon)...].drop { $0 == " " }
        return (String(line[..<colon]), String(value))
    }
}

/// The corpus, found by walking its folder, so that a new file needs no line anywhere.
enum HostileCorpus {
    static let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "Hostile")

    /// All scripts, sorted by name.
    static let scripts: [HostileScript] = names(endingWith: ".lua").compactMap { name in
        let theme = String(name.prefix { $0 != "/" })
        guard let text = try? String(contentsOf: folder.appending(path: name), encoding: .utf8) else { return nil }
        return HostileScript(theme: theme, name: name, text: text)
    }

    /// Paths below the folder, relative to it and sorted.
    static func names(endingWith suffix: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(suffix) }.sorted()
    }

    /// More waits than any script of the corpus has within its budget.
    static let maxWaits = 1_000_000

    /// Runs a script to its end, each of its waits answered.
    /// - Parameter onSlice: is called whenever the script leaves its thread to others.
    static func play(
        _ script: HostileScript, in world: LuaWorld, onSlice: () -> Void = {}
    ) throws -> LuaStep {
        let chunk = try LuaChunk.compile(script.source, name: "@\(script.name)")
        let function = try world.instantiate(chunk)
        defer { world.release(function) }
        let thread = try world.makeThread(function, arguments: [])
        defer { world.release(thread) }
        var step = world.resume(thread, with: .start, inSlices: true)
        for _ in 0..<maxWaits {
            onSlice()
            switch step {
            case .waiting:
                let answer: LuaResume = script.waitsRaise ? .raise(LuaRaise("call_ended")) : .text("answer")
                step = world.resume(thread, with: answer, inSlices: true)
            case .paused: step = world.resume(thread, with: .goOn, inSlices: true)
            default: return step
            }
        }
        return step
    }
}
