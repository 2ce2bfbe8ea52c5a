import ArgumentParser
import FlowEngine
import Foundation

/// Settings that flows read, from flags and `HOOKSWITCH_CONFIG_*` variables; flags win.
struct FlowOptions: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp("A value behind config.NAME; may be repeated.", valueName: "NAME=VALUE"))
    var config: [String] = []

    @Option(help: "The AI resource that speaks text, for flows that name none. (HOOKSWITCH_AI_RESOURCE)")
    var aiResource: String?

    /// The environment of flows.
    func environment() throws -> FlowEnvironment {
        var values: [String: String] = [:]
        let prefix = "HOOKSWITCH_CONFIG_"
        for (name, value) in ProcessInfo.processInfo.environment where name.hasPrefix(prefix) {
            values[String(name.dropFirst(prefix.count))] = value
        }
        for pair in config {
            let words = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard words.count == 2, !words[0].isEmpty else {
                throw ValidationError("--config takes NAME=VALUE, not '\(pair)'")
            }
            values[String(words[0])] = String(words[1])
        }
        return FlowEnvironment(config: values, aiResource: aiResource ?? Settings.variable("AI_RESOURCE"))
    }
}

/// Settings from the environment.
enum Settings {
    /// `HOOKSWITCH_NAME`, when it is set to something.
    static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment["HOOKSWITCH_" + name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The connection string under either name that people know.
    static var connectionString: String? {
        variable("CONNECTION_STRING")
            ?? ProcessInfo.processInfo.environment["ACS_CONNECTION_STRING"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
