//! The page's content-security-policy, as far as the checks need it.

/// Whether the policy lets the page load `origin` under the directive, such as `frame-src`.
pub fn admits(policy: &str, directive: &str, origin: &str) -> bool {
    let directives = policy.split(';').map(str::trim);
    let sources = directives.filter_map(|it| it.split_once(' '));
    let own = sources.filter(|(name, _)| *name == directive);
    own.flat_map(|(_, sources)| sources.split_whitespace()).any(|it| covers(it, origin))
}

/// Whether a source is the origin, or has a wildcard for the first label of its host.
fn covers(source: &str, origin: &str) -> bool {
    let Some((before, after)) = source.split_once("*.") else { return source == origin };
    let host = origin.strip_prefix(before);
    host.and_then(|it| it.split_once('.')).is_some_and(|(_, rest)| rest == after)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "default-src 'none'; script-src 'self' https://apis.google.com; \
                          frame-src 'self' https://*.firebaseapp.com";

    #[test]
    fn a_directive_admits_its_sources_and_no_others() {
        assert!(admits(POLICY, "script-src", "https://apis.google.com"));
        assert!(admits(POLICY, "frame-src", "https://shop.firebaseapp.com"));
        assert!(!admits(POLICY, "script-src", "https://shop.firebaseapp.com"));
        assert!(!admits(POLICY, "frame-src", "https://firebaseapp.com"));
        assert!(!admits(POLICY, "frame-src", "http://shop.firebaseapp.com"));
        assert!(!admits(POLICY, "connect-src", "https://apis.google.com"));
    }
}
