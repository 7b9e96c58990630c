# Sourced by the image's entrypoint at the first start: a database for each service, and a role that owns it.
for service in budget proposal screening identity voting decision followup network; do
  password="PASSWORD_$service"
  psql -v ON_ERROR_STOP=1 -v name="$service" -v password="${!password}" --username postgres <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name" encoding 'UTF8' template template0;
SQL
done
