import ArgumentParser
import CallModel
import FlowEngine
import FlowWeb
import Foundation

/// What leads flows to the web.
struct WebSettings: Sendable {
    /// Which servers may be asked.
    var policy = WebPolicy()
    /// The values behind `http.secret`.
    var secrets = WebSecrets()
}

/// Which servers of the web flows may ask, and their secrets: from flags, and from variables where there are none.
struct WebOptions: ParsableArguments {
    @Option(
        name: .customLong("http-allow"),
        help: ArgumentHelp(
            "A host that flows may ask, such as api.example.com or *.example.com; may be repeated. Every public host, if "
                + "none is given. (HOOKSWITCH_HTTP_ALLOW, with commas)", valueName: "HOST"))
    var allow: [String] = []

    @Option(
        name: .customLong("http-allow-private"),
        help: ArgumentHelp(
            "A host or block of addresses that need not be public, such as crm.internal or 10.1.0.0/16; may be repeated. "
                + "(HOOKSWITCH_HTTP_ALLOW_PRIVATE, with commas)", valueName: "HOST|BLOCK"))
    var allowPrivate: [String] = []

    @Option(
        name: .customLong("secret"),
        help: ArgumentHelp(
            "A value behind http.secret(\"NAME\"), taken from a variable of the environment, which no flow can read; may "
                + "be repeated. (HOOKSWITCH_SECRET_NAME is the value itself)", valueName: "NAME=VARIABLE"))
    var secret: [String] = []

    /// What a flow may ask and name, as sessions keep it.
    func rules() throws -> FlowWebRules {
        let settings = try settings()
        return FlowWebRules(allowedHosts: settings.policy.allowedHosts, secrets: settings.secrets.names)
    }

    /// The same with the values of secrets.
    func settings() throws -> WebSettings {
        var settings = WebSettings()
        for text in Self.list(allow, "HTTP_ALLOW") {
            guard let host = HostPattern(text) else {
                throw ValidationError("--http-allow takes a host like api.example.com or *.example.com, not '\(text)'")
            }
            settings.policy.allowedHosts.append(host)
        }
        for text in Self.list(allowPrivate, "HTTP_ALLOW_PRIVATE") {
            if let block = IPBlock(text) {
                settings.policy.privateBlocks.append(block)
            } else if let host = HostPattern(text) {
                settings.policy.privateHosts.append(host)
            } else {
                throw ValidationError(
                    "--http-allow-private takes a host like crm.internal or a block like 10.1.0.0/16, not '\(text)'")
            }
        }
        settings.secrets = WebSecrets(try values())
        return settings
    }

    private func values() throws -> [String: String] {
        let environment = ProcessInfo.processInfo.environment
        let prefix = "HOOKSWITCH_SECRET_"
        var values: [String: String] = [:]
        for (name, value) in environment where name.hasPrefix(prefix) && name.count > prefix.count {
            values[String(name.dropFirst(prefix.count))] = try Self.checked(value, name)
        }
        for pair in secret {
            let (name, variable) = try FlowOptions.parts(of: pair, flag: "--secret")
            guard let value = environment[variable], !value.isEmpty else {
                throw ValidationError("--secret \(name): the variable \(variable) is not set")
            }
            values[name] = try Self.checked(value, variable)
        }
        return values
    }

    /// A header cannot have what ends it. The value is not told.
    private static func checked(_ value: String, _ variable: String) throws -> String {
        guard value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
            throw ValidationError("the variable \(variable) has a line break or a character that no header can have")
        }
        return value
    }

    private static func list(_ flags: [String], _ variable: String) -> [String] {
        guard flags.isEmpty, let text = Settings.variable(variable) else { return flags }
        return text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
