#!/bin/sh
# Postfix with Dovecot's sign-in in a directory of its own, on loopback only, for
# the tests of the smtp connector. Nothing it takes can leave the machine: all
# mail goes to the sink port, and names are never looked up.
#
#   run.sh start DIR SUBMISSION SUBMISSIONS SINK INTROSPECTION
#   run.sh stop DIR
#
# DIR must be reachable by the users postfix and dovecot (not below a 0700
# folder) and hold cert.pem and key.pem. The four numbers are ports of 127.0.0.1:
# submission with STARTTLS, submission with TLS, the server that mail is passed on to,
# and the one that answers questions about access tokens. Needs root and the Debian
# packages postfix and dovecot-core; their own set-up and services are not touched.
set -eu
verb=$1 dir=$2

stop() {
	postfix -c "$dir/postfix" stop >/dev/null 2>&1 || true
	[ -f "$dir/run/master.pid" ] && kill "$(cat "$dir/run/master.pid")" 2>/dev/null || true
}

if [ "$verb" = stop ]; then
	stop
	exit 0
fi
# The servers keep what they are given as output; a caller must not wait for that.
exec >"$dir/run.log" 2>&1 </dev/null
port=$3 tlsport=$4 sink=$5 introspection=$6
mkdir -p "$dir/postfix" "$dir/queue" "$dir/data" "$dir/run"
chown postfix: "$dir/data"

cat >"$dir/users" <<-END
	user:{PLAIN}password::::::
	other:{PLAIN}password::::::
END
cat >"$dir/logins" <<-END
	billing@example.com user
	sales@example.com other
END
chmod 644 "$dir/users" "$dir/logins"

cat >"$dir/oauth2.conf" <<-END
	introspection_mode = get
	introspection_url = http://127.0.0.1:$introspection/introspect?token=
	username_attribute = username
	username_format = %n
	active_attribute = active
	active_value = true
END
cat >"$dir/dovecot.conf" <<-END
	base_dir = $dir/run
	state_dir = $dir/run
	log_path = $dir/dovecot.log
	protocols =
	ssl = no
	disable_plaintext_auth = no
	auth_mechanisms = plain login cram-md5 scram-sha-1 scram-sha-256 xoauth2 oauthbearer
	auth_failure_delay = 0
	passdb {
	  driver = oauth2
	  mechanisms = xoauth2 oauthbearer
	  args = $dir/oauth2.conf
	}
	passdb {
	  driver = passwd-file
	  args = $dir/users
	}
	userdb {
	  driver = static
	  args = uid=nobody gid=nogroup home=/nonexistent
	}
	service auth {
	  unix_listener $dir/queue/private/auth {
	    mode = 0660
	    user = postfix
	    group = postfix
	  }
	}
	# Tests fail to sign in on purpose; no penalty for it.
	service anvil {
	  unix_listener anvil-auth-penalty {
	    mode = 0
	  }
	}
	service stats {
	  unix_listener stats-writer {
	    mode = 0666
	  }
	}
END

cat >"$dir/postfix/main.cf" <<-END
	compatibility_level = 3.6
	queue_directory = $dir/queue
	data_directory = $dir/data
	maillog_file = $dir/postfix.log
	maillog_file_prefixes = $dir
	myhostname = mail.test
	mydestination =
	mynetworks =
	inet_interfaces = 127.0.0.1
	inet_protocols = ipv4
	local_transport = error:no local mail
	relayhost = [127.0.0.1]:$sink
	smtp_dns_support_level = disabled
	smtp_tls_security_level = none
	message_size_limit = 157286400
	mailbox_size_limit = 0
	smtputf8_enable = yes
	smtpd_tls_security_level = may
	smtpd_tls_cert_file = $dir/cert.pem
	smtpd_tls_key_file = $dir/key.pem
	smtpd_sasl_auth_enable = yes
	smtpd_sasl_type = dovecot
	smtpd_sasl_path = private/auth
	smtpd_sasl_security_options = noanonymous
	smtpd_sender_login_maps = texthash:$dir/logins
	smtpd_sender_restrictions = reject_sender_login_mismatch
	smtpd_recipient_restrictions = check_recipient_access inline:{{missing@example.com = 550 5.1.1 user unknown}, {busy@example.com = 450 4.2.1 mailbox busy}}, permit_sasl_authenticated, reject
	smtpd_relay_restrictions = permit_sasl_authenticated, reject
	smtpd_client_connection_rate_limit = 0
	smtpd_client_connection_count_limit = 0
	smtpd_error_sleep_time = 0
END
cat >"$dir/postfix/master.cf" <<-END
	127.0.0.1:$port inet n - n - - smtpd
	127.0.0.1:$tlsport inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
	pickup unix n - n 60 1 pickup
	cleanup unix n - n - 0 cleanup
	qmgr unix n - n 300 1 qmgr
	tlsmgr unix - - n 1000? 1 tlsmgr
	rewrite unix - - n - - trivial-rewrite
	bounce unix - - n - 0 bounce
	defer unix - - n - 0 bounce
	trace unix - - n - 0 bounce
	verify unix - - n - 1 verify
	flush unix n - n 1000? 0 flush
	proxymap unix - - n - - proxymap
	smtp unix - - n - - smtp
	relay unix - - n - - smtp
	showq unix n - n - - showq
	error unix - - n - - error
	retry unix - - n - - error
	discard unix - - n - - discard
	anvil unix - - n - 1 anvil
	scache unix - - n - 1 scache
	postlog unix-dgram n - n - 1 postlogd
END
postfix -c "$dir/postfix" check
dovecot -c "$dir/dovecot.conf"
postfix -c "$dir/postfix" start || { stop; exit 1; }
