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

    @Option(
        name: .customLong("limit"),
        help: ArgumentHelp(
            "How much a session may use; may be repeated. (HOOKSWITCH_LIMIT_NAME)",
            discussion: FlowLimits.settings.map { setting in
                "\(setting.name) (\(setting.value(in: FlowLimits()))): \(setting.meaning)"
            }.joined(separator: "\n"),
            valueName: "NAME=VALUE"))
    var limit: [String] = []

    /// The limits of sessions.
    func limits() throws -> FlowLimits {
        var limits = FlowLimits()
        for setting in FlowLimits.settings {
            let name = "LIMIT_" + setting.name.uppercased()
            guard let value = Settings.variable(name) else { continue }
            do throws(FlowLimits.Fault) {
                try limits.set(setting.name, to: value)
            } catch {
                throw ValidationError("HOOKSWITCH_\(name): \(error)")
            }
        }
        for pair in limit {
            let (name, value) = try Self.parts(of: pair, flag: "--limit")
            do throws(FlowLimits.Fault) {
                try limits.set(name, to: value)
            } catch {
                throw ValidationError("--limit \(pair): \(error)")
            }
        }
        return limits
    }

    private static func parts(of pair: String, flag: String) throws -> (name: String, value: String) {
        let words = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard words.count == 2, !words[0].isEmpty else {
            throw ValidationError("\(flag) takes NAME=VALUE, not '\(pair)'")
        }
        return (String(words[0]), String(words[1]))
    }

    /// The environment of flows.
    func environment() throws -> FlowEnvironment {
        var values: [String: String] = [:]
        let prefix = "HOOKSWITCH_CONFIG_"
        for (name, value) in ProcessInfo.processInfo.environment where name.hasPrefix(prefix) {
            values[String(name.dropFirst(prefix.count))] = value
        }
        for pair in config {
            let (name, value) = try Self.parts(of: pair, flag: "--config")
            values[name] = value
        }
        return FlowEnvironment(
            config: values, aiResource: aiResource ?? Settings.variable("AI_RESOURCE"), limits: try limits())
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
