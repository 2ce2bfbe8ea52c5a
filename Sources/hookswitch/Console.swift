import ArgumentParser
import Foundation
import Logging

/// What commands print, and where.
enum Console {
    /// A line of results.
    static func line(_ text: String) {
        // Whoever read may be gone, as `head` is; a call is followed to its end all the same.
        try? FileHandle.standardOutput.write(contentsOf: Data((text + "\n").utf8))
    }

    /// A line for a person beside the results.
    static func note(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
    }

    /// A line on a terminal that the next one takes the place of; nil takes it away.
    static func progress(_ text: String?) {
        try? FileHandle.standardError.write(contentsOf: Data(("\r\u{1B}[K" + (text ?? "")).utf8))
    }

    /// Ends a command with a sentence.
    static func fail(_ exit: HookswitchExit, _ message: String) -> ExitCode {
        note("hookswitch: " + message)
        return exit.code
    }

    /// Says so when a folder is not one of flows but one flow itself: then its modules are not found.
    static func noteOneFlow(in folder: String) {
        guard FileManager.default.fileExists(atPath: folder + "/main.lua") else { return }
        let parent = URL(fileURLWithPath: folder).deletingLastPathComponent().relativePath
        note("hookswitch: \(folder) is one flow, with main.lua in it; give the folder that it lies in: \(parent)")
    }

    /// Whether people read standard error.
    static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

/// How much is logged, and how.
struct LogOptions: ParsableArguments {
    @Option(help: "debug, info, warning or error.")
    var logLevel: Logger.Level = .info

    @Option(help: "text or json; text on a terminal, else json.")
    var logFormat: LogFormat?

    @Flag(help: "Write phone numbers whole into log lines; without it they show their first and last digits.")
    var logNumbers = false

    /// The logger of a command; everything else is derived from it.
    func logger() -> Logger {
        let format = logFormat ?? (Console.isTerminal ? .text : .json)
        let (level, showsNumbers) = (logLevel, logNumbers)
        return Logger(label: "hookswitch") { _ in
            var handler = LineLogHandler(format: format, showsNumbers: showsNumbers)
            handler.logLevel = level
            return handler
        }
    }
}

/// The two forms of a log line.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
    case text, json
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
