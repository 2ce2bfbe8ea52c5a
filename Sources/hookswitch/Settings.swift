import ArgumentParser
import CallAutomation
import CallModel
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

    @Option(help: "The number that phones are shown, for flows that name none. (HOOKSWITCH_CALLER_ID)")
    var callerID: String?

    @Option(
        name: .customLong("owned-number"),
        help: ArgumentHelp(
            "A number of the resource or of direct routing, which caller IDs are checked against; may be repeated. "
                + "(HOOKSWITCH_OWNED_NUMBERS, with commas)", valueName: "+NUMBER"))
    var ownedNumber: [String] = []

    @Option(help: "Calls to phones that one caller ID makes at a time; 2. (HOOKSWITCH_OUTBOUND_CALLS)")
    var outboundCalls: Int?

    @Option(help: "The version of the service's interface; 2026-03-12. (HOOKSWITCH_API_VERSION)")
    var apiVersion: String?

    @Option(
        name: .customLong("limit"),
        help: ArgumentHelp(
            "How much a session may use; may be repeated. (HOOKSWITCH_LIMIT_NAME)",
            discussion: FlowLimits.settings.map { setting in
                "\(setting.name) (\(setting.value(in: FlowLimits()))): \(setting.meaning)"
            }.joined(separator: "\n"),
            valueName: "NAME=VALUE"))
    var limit: [String] = []

    @OptionGroup var web: WebOptions

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

    static func parts(of pair: String, flag: String) throws -> (name: String, value: String) {
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
        var environment = FlowEnvironment(
            config: values, aiResource: aiResource ?? Settings.variable("AI_RESOURCE"), limits: try limits())
        environment.callerID = try (callerID ?? Settings.variable("CALLER_ID")).map {
            try Self.number($0, "--caller-id")
        }
        var owned = ownedNumber
        if owned.isEmpty, let text = Settings.variable("OWNED_NUMBERS") {
            owned = text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
        }
        environment.ownedNumbers = try owned.map { try Self.number($0, "--owned-number") }
        environment.outboundCallsPerNumber = try outbound()
        if let version = apiVersion ?? Settings.variable("API_VERSION") {
            guard ServiceVersion.known.contains(version) else {
                throw ValidationError(
                    "--api-version '\(version)' is not known; there are \(ServiceVersion.known.joined(separator: ", "))"
                )
            }
            environment.apiVersion = version
        }
        environment.web = try web.rules()
        return environment
    }

    private func outbound() throws -> Int {
        guard let text = outboundCalls.map(String.init) ?? Settings.variable("OUTBOUND_CALLS") else { return 2 }
        guard let count = Int(text), (1...10_000).contains(count) else {
            throw ValidationError("--outbound-calls is a whole number from 1 to 10000, not '\(text)'")
        }
        return count
    }

    private static func number(_ text: String, _ flag: String) throws -> String {
        do { return try PhoneNumber(text).value } catch { throw ValidationError("\(flag): \(error)") }
    }
}

/// Settings from the environment.
enum Settings {
    /// `HOOKSWITCH_NAME`, when it is set to something.
    static func variable(_ name: String) -> String? {
        ProcessInfo.processInfo.environment["HOOKSWITCH_" + name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The address at which the service reaches this process, from a flag or from the environment.
    /// - Parameter what: what is reached: a server, or a process.
    static func publicURL(_ flag: String?, of what: String) throws -> String {
        guard let text = flag ?? variable("PUBLIC_URL") else {
            throw Console.fail(.usage, "say how the service reaches this \(what): --public-url https://…")
        }
        guard let url = URL(string: text), url.host != nil, ["http", "https"].contains(url.scheme) else {
            throw Console.fail(.usage, "'\(text)' is no address; write it like https://calls.example.com")
        }
        return text
    }

    /// The resource, from a flag or from the environment.
    static func resource(_ flag: String?) throws -> ConnectionString {
        guard let text = flag ?? connectionString else {
            throw Console.fail(.usage, "set ACS_CONNECTION_STRING, or give --connection-string")
        }
        do throws(AccessKey.Fault) {
            return try ConnectionString(text)
        } catch {
            throw Console.fail(.usage, error.description)
        }
    }

    /// The connection string under either name that people know.
    static var connectionString: String? {
        variable("CONNECTION_STRING")
            ?? ProcessInfo.processInfo.environment["ACS_CONNECTION_STRING"].flatMap { $0.isEmpty ? nil : $0 }
    }
}
